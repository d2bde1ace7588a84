extension Parser {
    /// A name or the placeholder for one.
    mutating func name(_ expected: String) throws(SyntaxError) -> Name {
        // A queue is a Group, so this one word names an object although it is reserved.
        if let keyword = token.keyword, keyword.isReserved, keyword != .group { throw unexpected(expected) }
        return try anyName(expected)
    }

    private mutating func anyName(_ expected: String) throws(SyntaxError) -> Name {
        let name: Name
        switch token.kind {
        case .word: name = Name(tokenText, position: token.position)
        case .placeholder(let placeholder): name = Name(placeholder)
        default: throw unexpected(expected)
        }
        try advance()
        return name
    }

    /// `Name` or `Account.Owner.Name`
    mutating func path(_ expected: String) throws(SyntaxError) -> FieldPath {
        try path(after: try name(expected))
    }

    private mutating func path(after first: Name) throws(SyntaxError) -> FieldPath {
        var names = [first]
        while try take(.period) { names.append(try anyName("a name after the dot")) }
        return FieldPath(names)
    }

    /// A field or a function. Only a selection can hold `FIELDS(ALL)`.
    mutating func expression(mayListFields: Bool = false) throws(SyntaxError) -> Expression {
        let first = try name("a field or function")
        guard at(.leftParenthesis) else { return .field(try path(after: first)) }
        let function = try function(named: first)
        switch function {
        case .geolocation:
            throw SyntaxError(
                .unexpected(found: first.text),
                at: first.position,
                "GEOLOCATION can stand only inside DISTANCE, as in DISTANCE(Place__c, GEOLOCATION(37.8, -122.4), 'mi')"
            )
        case .fields where !mayListFields:
            throw SyntaxError(
                .unexpected(found: first.text),
                at: first.position,
                "FIELDS can stand only in the selection"
            )
        default:
            return .function(try call(function, named: first))
        }
    }

    private func function(named name: Name) throws(SyntaxError) -> Function {
        guard let function = Function(name) else {
            throw unexpected("a comma or the next clause", remedy: "\(name.text) is not a function of SOQL")
        }
        return function
    }

    /// The arguments of a function in their parentheses.
    private mutating func call(_ function: Function, named name: Name) throws(SyntaxError) -> FunctionCall {
        try enter()
        try expect(.leftParenthesis)
        let arguments: [FunctionCall.Argument] =
            switch function {
            case .count where at(.rightParenthesis): []
            case .fields: [try fieldGroup()]
            case .geolocation: try coordinates()
            case .distance: try distanceArguments()
            default: [.expression(try expression())]
            }
        leave()
        try expect(.rightParenthesis, orElse: ") after the arguments of \(name.text)")
        return FunctionCall(name, arguments)
    }

    /// The `ALL`, `STANDARD` or `CUSTOM` of `FIELDS`.
    private mutating func fieldGroup() throws(SyntaxError) -> FunctionCall.Argument {
        guard at(.all) || at(.standard) || at(.custom) else {
            throw unexpected("ALL, STANDARD or CUSTOM in FIELDS( )")
        }
        return .expression(.field(FieldPath([try name("ALL, STANDARD or CUSTOM")])))
    }

    /// `Place__c, GEOLOCATION(37.8, -122.4), 'mi'`
    private mutating func distanceArguments() throws(SyntaxError) -> [FunctionCall.Argument] {
        let place = try path("a location field in DISTANCE")
        try expect(.comma)
        let expected = "GEOLOCATION(latitude, longitude) in DISTANCE"
        guard case .word = token.kind else { throw unexpected(expected) }
        let name = Name(tokenText, position: token.position)
        guard Function(name) == .geolocation else { throw unexpected(expected) }
        try advance()
        let geolocation = try call(.geolocation, named: name)
        try expect(.comma)
        return [.expression(.field(place)), .expression(.function(geolocation)), try distanceUnit()]
    }

    private mutating func distanceUnit() throws(SyntaxError) -> FunctionCall.Argument {
        let unit: FunctionCall.Argument
        switch token.kind {
        case .placeholder(let placeholder): unit = .placeholder(placeholder)
        case .string(let string) where string.isDistanceUnit: unit = .literal(.string(string))
        default: throw unexpected("the unit 'mi' or 'km' in DISTANCE")
        }
        try advance()
        return unit
    }

    private mutating func coordinates() throws(SyntaxError) -> [FunctionCall.Argument] {
        let latitude = try coordinate()
        try expect(.comma)
        return [latitude, try coordinate()]
    }

    private mutating func coordinate() throws(SyntaxError) -> FunctionCall.Argument {
        let coordinate: FunctionCall.Argument
        switch token.kind {
        case .placeholder(let placeholder): coordinate = .placeholder(placeholder)
        case .number: coordinate = .literal(.number(tokenText))
        default: throw unexpected("a latitude or longitude in degrees")
        }
        try advance()
        return coordinate
    }
}

extension StringLiteral {
    /// Whether the string is a unit of distance, or may become one once its placeholder is filled.
    fileprivate var isDistanceUnit: Bool {
        guard let text = plainText?.lowercased() else { return true }
        return text == "mi" || text == "km"
    }
}

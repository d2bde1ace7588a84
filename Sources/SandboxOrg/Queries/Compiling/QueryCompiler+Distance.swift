import GRDB
import SOQL

extension QueryCompiler {
    /// Compiles `DISTANCE(BillingAddress, GEOLOCATION(37.77, -122.42), 'mi')`.
    mutating func distance(_ call: FunctionCall) throws(QueryFault) -> Operand {
        guard call.arguments.count == 3, case .literal(.string(let unitName)) = call.arguments[2],
            let unit = Geography.Unit(rawValue: try plainText(of: unitName).lowercased())
        else { throw unexpected(call) }
        var names: [String] = []
        var places: [SQLFragment] = []
        for argument in call.arguments.prefix(2) {
            guard case .expression(let expression) = argument else { throw unexpected(call) }
            let (name, place) = try self.place(expression)
            names.append(name)
            places.append(place)
        }
        var result = Operand(
            "soql_distance(\(SQLFragment(places)), \(value: unit.rawValue))",
            type: .double,
            name: "DISTANCE(\(names.joined(separator: ", ")), '\(unit.rawValue)')",
            position: call.name.position
        )
        result.isDistance = true
        return result
    }

    /// The latitude and the longitude of a compound address or of a `GEOLOCATION`.
    private mutating func place(_ expression: Expression) throws(QueryFault) -> (name: String, SQLFragment) {
        switch expression {
        case .field(let path):
            let field = try scope.resolve(path)
            let parts = RecordRenderer.addressParts(of: field.field, in: field.object)
            guard field.field.type == .address, let table = field.table,
                let latitude = parts.first(where: { $0.key == "latitude" })?.field.name,
                let longitude = parts.first(where: { $0.key == "longitude" })?.field.name
            else {
                throw QueryFault(
                    .invalidField,
                    "field '\(field.field.name)' is not a location and has no DISTANCE",
                    at: field.position
                )
            }
            return (field.path, "\(name: table).\(name: latitude), \(name: table).\(name: longitude)")
        case .function(let call):
            guard call.name.text.uppercased() == "GEOLOCATION", call.arguments.count == 2 else {
                throw unexpected(call)
            }
            let latitude = try coordinate(call.arguments[0], upTo: 90, of: call)
            let longitude = try coordinate(call.arguments[1], upTo: 180, of: call)
            return ("GEOLOCATION(\(latitude), \(longitude))", "\(value: latitude), \(value: longitude)")
        }
    }

    private func coordinate(
        _ argument: FunctionCall.Argument,
        upTo limit: Double,
        of call: FunctionCall
    ) throws(QueryFault) -> Double {
        guard case .literal(.number(let text)) = argument, let number = Double(text), number.magnitude <= limit else {
            throw unexpected(call)
        }
        return number
    }
}

package import JSON

/// The arguments of an invocation, checked against an action's parameters.
package struct Arguments: Sendable {
    /// In the order of the parameters, each in the form of its type. Dates are left as they were given: reading them
    /// needs the time and place of the call.
    package var values: JSONObject
    /// How arguments were taken where that is not plain: what was dropped, and what looks like a slip.
    package var notes: [String]

    /// More than any action has. Looking through very many would keep everybody waiting.
    private static let maximumCount = 256

    /// Checks what a model sent.
    ///
    /// - Throws: The first problem.
    package init(_ given: JSONObject, for action: Action) throws(ArgumentProblem) {
        notes = []
        values = JSONObject()
        guard given.count <= Self.maximumCount else { throw .tooMany(given.count) }
        let given = action.namingItsParameters(given)
        for member in given where action.parameter(member.key) == nil {
            guard Variable(rawValue: member.key) == nil else {
                notes.append("\(member.key) is filled in by the server; the value sent was dropped.")
                continue
            }
            guard !member.value.isBlank else { continue }
            throw .unknown(
                name: member.key,
                suggestion: action.parameterMeant(by: member.key, in: given),
                known: action.parameters.map(\.name)
            )
        }
        for parameter in action.parameters {
            guard let value = given[parameter.name], !value.isBlank else {
                // In what is written, blank is left out. A condition that went missing would find everything.
                if let value = given[parameter.name], value != .null, parameter.location == .query,
                    parameter.defaultValue == nil
                {
                    throw .blank(parameter)
                }
                if let value = parameter.defaultValue { values[parameter.name] = value }
                continue
            }
            let accepted = try parameter.accepted(value)
            values[parameter.name] = accepted
            if let slip = parameter.likelySlip(accepted) { notes.append(slip) }
        }
        try apply(action.constraints)
        for parameter in action.parameters where parameter.isRequired && values[parameter.name] == nil {
            throw .missing(parameter)
        }
    }

    private mutating func apply(_ constraints: [Constraint]) throws(ArgumentProblem) {
        for constraint in constraints {
            switch constraint {
            case .exactlyOne(let names):
                guard names.count(where: { values[$0] != nil }) == 1 else { throw .exactlyOne(of: names) }
            case .atLeastOne(let names):
                guard names.contains(where: { values[$0] != nil }) else { throw .atLeastOne(of: names) }
            case .before: break
            case .drop(let parameter, let other, let prefix):
                if values[other]?.string?.hasPrefix(prefix) ?? false { values[parameter] = nil }
            }
        }
    }
}

extension Arguments {
    /// Checks the rules over dates, once those have been read into the forms that compare as text.
    package func checkDates(of action: Action) throws(ArgumentProblem) {
        for case .before(let first, let second) in action.constraints {
            guard let start = values[first]?.string, let end = values[second]?.string, start >= end else { continue }
            throw .notBefore(
                first: action.parameter(first)?.spokenName ?? first,
                second: action.parameter(second)?.spokenName ?? second
            )
        }
    }
}

extension Action {
    /// Arguments under the names of the parameters: a model that writes `title` for `Title` means it.
    fileprivate func namingItsParameters(_ given: JSONObject) -> JSONObject {
        guard given.contains(where: { parameter($0.key) == nil }) else { return given }
        var named = JSONObject()
        for member in given {
            let same = parameters.filter { $0.name.lowercased() == member.key.lowercased() }
            let isMeant = parameter(member.key) == nil && same.count == 1 && given[same[0].name] == nil
            named[isMeant ? same[0].name : member.key] = member.value
        }
        return named
    }

    /// The parameter that a name which is none may stand for: one spelt much like it; or the only record that is asked
    /// for and not given, when a record is given.
    fileprivate func parameterMeant(by name: String, in given: JSONObject) -> String? {
        if let near = Spelling.nearest(to: name, in: parameters.map(\.name)) { return near }
        let missing = parameters.filter { $0.type == .id && given[$0.name] == nil }
        return name.lowercased().hasSuffix("id") && missing.count == 1 ? missing[0].name : nil
    }
}

extension Parameter {
    /// The value in the form of this parameter's type. Models send numbers and booleans as text; that is taken as meant.
    func accepted(_ value: JSONValue) throws(ArgumentProblem) -> JSONValue {
        switch type {
        case .list(let element):
            // An element that says nothing would match every record that has nothing there.
            let elements = (value.array ?? [value]).filter { !$0.isBlank }
            var single = self
            single.type = element
            single.maximumLength = nil
            return .array(try elements.map { element throws(ArgumentProblem) in try single.accepted(element) })
        case .boolean:
            switch value {
            case .boolean: return value
            case .string(let text) where ["true", "yes"].contains(text.lowercased()): return true
            case .string(let text) where ["false", "no"].contains(text.lowercased()): return false
            default: throw .wrongType(self)
            }
        case .integer:
            guard let number = number(value), let integer = number.integer ?? number.wholeValue else {
                throw .wrongType(self)
            }
            return .number(JSONNumber(integer))
        case .number:
            guard let number = number(value) else { throw .wrongType(self) }
            return .number(number)
        case .string, .date, .dateTime, .id, .email, .phone, .url:
            return .string(try acceptedText(value))
        }
    }

    /// What to say of a value that the CRM takes but that is nearly one of the usual ones.
    func likelySlip(_ value: JSONValue) -> String? {
        guard acceptsOtherValues, let text = value.string, !allowedValues.contains(text),
            let usual = Spelling.nearest(to: text, in: allowedValues)
        else { return nil }
        return "\(text.shortened) is no usual \(spokenName); did you mean \(usual)?"
    }

    private func number(_ value: JSONValue) -> JSONNumber? {
        if let number = value.number { return number.text.contains("e") || number.text.contains("E") ? nil : number }
        guard let text = value.string?.trimmingWhitespace else { return nil }
        // "2,500.50" has its thousands apart; "1,5" may be one and a half, and is asked about.
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let areThousands = parts.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
        let isGrouped =
            parts.count > 1 && areThousands && (1...3).contains(parts[0].drop { $0 == "-" }.count)
            && parts.dropLast().allSatisfy { !$0.contains(".") }
        guard parts.count == 1 || isGrouped, !text.contains("e"), !text.contains("E") else { return nil }
        return JSONNumber(text: parts.joined())
    }

    private func acceptedText(_ value: JSONValue) throws(ArgumentProblem) -> String {
        let text: String
        switch value {
        case .string(let string):
            // Only what is written keeps the space around it: to a search it would be a part of the term.
            text = type == .string && location != .query ? string : string.trimmingWhitespace
        case .number(let number): text = number.text
        case .boolean(let boolean): text = boolean ? "true" : "false"
        case .null, .array, .object: throw .wrongType(self)
        }
        guard hasForm(text) else { throw .wrongType(self) }
        if let maximumLength, text.unicodeScalars.count > maximumLength {
            throw .tooLong(self, maximum: maximumLength)
        }
        guard !allowedValues.isEmpty else { return text }
        if let exact = allowedValues.first(where: { $0.lowercased() == text.lowercased() }) { return exact }
        guard acceptsOtherValues else {
            let suggestion = Spelling.nearest(to: text, in: allowedValues)
            throw .notAllowed(self, value: text, suggestion: suggestion)
        }
        return text
    }

    /// What a value must be, in words.
    var expectedForm: String {
        switch type {
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .phone: "a phone number"
        case .list(let element): "one or more values, each \(Parameter(name, element).expectedForm)"
        case .id: "a record id from a search result"
        case .email: "an email address"
        case .date: "a date"
        case .dateTime: "a date and time"
        default: "text"
        }
    }

    private func hasForm(_ text: String) -> Bool {
        switch type {
        case .id: return RecordID.isWellFormed(text)
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
                && !text.contains(where: \.isWhitespace)
        default: return true
        }
    }
}

extension JSONNumber {
    /// The integer a number such as `3.0` means; nil when it has a fraction.
    fileprivate var wholeValue: Int? { Int(exactly: double) }
}

import FoundationEssentials
package import JSON

extension Fault {
    /// Reads faults as `/sandbox/faults` and the command line take them: one, an array, or `{"faults": […]}`.
    package static func list(_ json: JSONValue) throws(ControlError) -> [Fault] {
        let list = json["faults"]?.array ?? json.array ?? [json]
        var faults: [Fault] = []
        for element in list { faults.append(try Fault(element)) }
        return faults
    }

    private init(_ json: JSONValue) throws(ControlError) {
        guard let object = json.object else { throw ControlError("A fault is an object with a kind.") }
        let known: Set = [
            "kind", "milliseconds", "method", "pathPrefix", "pathContains", "object", "count", "probability",
        ]
        for key in object.keys where !known.contains(key) { throw ControlError("A fault has no '\(key)'.") }
        var pattern = RequestPattern()
        pattern.method = try Self.text("method", in: object)
        pattern.pathPrefix = try Self.text("pathPrefix", in: object)
        pattern.pathContains = try Self.text("pathContains", in: object)
        pattern.object = try Self.text("object", in: object)
        let count = try Self.number("count", in: object, 1...1e9).map { Int($0) }
        let probability = try Self.number("probability", in: object, 0...1) ?? 1
        self.init(try Self.kind(object), to: pattern, count: count, probability: probability)
    }

    private static func kind(_ object: JSONObject) throws(ControlError) -> Kind {
        let name = try text("kind", in: object) ?? ""
        let duration = try number("milliseconds", in: object, 0...3_600_000).map { Duration.milliseconds($0) }
        if let kind = plainKinds[name] {
            guard duration == nil else { throw ControlError("\(name) takes no milliseconds.") }
            return kind
        }
        guard name == "latency" || name == "slowBody" else {
            let names = (plainKinds.keys + ["latency", "slowBody"]).sorted().joined(separator: ", ")
            throw ControlError("There is no fault '\(name)'. There are: \(names).")
        }
        guard let duration else { throw ControlError("\(name) needs milliseconds.") }
        return name == "latency" ? .latency(duration) : .slowBody(duration)
    }

    private static let plainKinds: [String: Kind] = [
        "invalidSession": .invalidSession, "requestLimit": .requestLimit, "serverError": .serverError,
        "unavailable": .unavailable, "lockedRow": .lockedRow, "dropBeforeCommit": .dropBeforeCommit,
        "dropAfterCommit": .dropAfterCommit, "malformedJSON": .malformedJSON,
    ]

    private static func text(_ key: String, in object: JSONObject) throws(ControlError) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.string else { throw ControlError("'\(key)' is a text.") }
        return text
    }

    private static func number(
        _ key: String,
        in object: JSONObject,
        _ range: ClosedRange<Double>
    ) throws(ControlError) -> Double? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.number?.double, range.contains(number) else {
            throw ControlError("'\(key)' is a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)).")
        }
        return number
    }

    /// The fault as it is read.
    var json: JSONObject {
        var object: JSONObject = ["kind": .string(kind.name)]
        if let milliseconds = kind.milliseconds { object["milliseconds"] = milliseconds }
        let texts = [
            ("method", requests.method), ("pathPrefix", requests.pathPrefix), ("pathContains", requests.pathContains),
            ("object", requests.object),
        ]
        for case (let key, let text?) in texts { object[key] = .string(text) }
        if let count { object["count"] = .number(JSONNumber(count)) }
        if probability < 1, let number = JSONNumber(probability) { object["probability"] = .number(number) }
        return object
    }
}

extension Fault.Kind {
    var name: String {
        switch self {
        case .latency: "latency"
        case .invalidSession: "invalidSession"
        case .requestLimit: "requestLimit"
        case .serverError: "serverError"
        case .unavailable: "unavailable"
        case .lockedRow: "lockedRow"
        case .dropBeforeCommit: "dropBeforeCommit"
        case .dropAfterCommit: "dropAfterCommit"
        case .slowBody: "slowBody"
        case .malformedJSON: "malformedJSON"
        }
    }

    fileprivate var milliseconds: JSONValue? {
        switch self {
        case .latency(let duration), .slowBody(let duration):
            .number(JSONNumber(Int((duration / .milliseconds(1)).rounded())))
        default: nil
        }
    }
}

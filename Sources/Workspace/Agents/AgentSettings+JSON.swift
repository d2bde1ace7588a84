import Actions
import Foundation
package import JSON

extension AgentSettings {
    /// The settings as the API and files spell them.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "instructions": .string(instructions), "time_zone": .string(timeZone.identifier),
            "read_only": .boolean(isReadOnly), "lean": .boolean(isLean),
        ]
        object["fields"] = fieldAllowList?.json
        object["verification"] = verification.json
        object["actions"] = .array(actions.map(\.json))
        return .object(object)
    }

    /// Reads settings; what is left out is as in new ones.
    ///
    /// - Throws: ``WorkspaceError/invalid(_:)`` with everything that is wrong, but for actions that do not exist.
    package init(json: JSONValue, at path: String = "") throws(WorkspaceError) {
        var reader = MemberReader(
            json,
            at: path,
            known: [
                "name", "instructions", "time_zone", "read_only", "lean", "fields", "verification", "actions",
            ]
        )
        self.init(name: reader.text("name") ?? "")
        if let text = reader.text("instructions") { instructions = text }
        if let identifier = reader.text("time_zone") {
            if let zone = TimeZone(identifier: identifier) {
                timeZone = zone
            } else {
                let near = Spelling.nearest(to: identifier, in: TimeZone.knownTimeZoneIdentifiers)
                reader.refuse(
                    "time_zone",
                    "There is no time zone `\(identifier)`. \(near.map { "Did you mean `\($0)`?" } ?? "Use a name such as Europe/Berlin.")"
                )
            }
        }
        if let boolean = reader.boolean("read_only") { isReadOnly = boolean }
        if let boolean = reader.boolean("lean") { isLean = boolean }
        if let fields = reader.value("fields") {
            var inner = MemberReader(fields, at: reader.name("fields"), known: ["readable", "writable"])
            fieldAllowList = FieldAllowList(&inner)
            reader.take(inner.problems)
        }
        if let rule = reader.value("verification") {
            var inner = MemberReader(
                rule,
                at: reader.name("verification"),
                known: ["facts", "required_matches", "code"]
            )
            verification = VerificationRule(&inner)
            reader.take(inner.problems)
        }
        for (index, value) in reader.list("actions").enumerated() {
            var inner = MemberReader(
                value,
                at: reader.name("actions[\(index)]"),
                known: ["action", "assurance", "scope"]
            )
            actions.append(AgentAction(&inner))
            reader.take(inner.problems)
        }
        let problems = reader.problems + problems(at: path)
        guard problems.isEmpty else { throw .invalid(problems) }
    }
}

extension AgentAction {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["action": .string(actionID)]
        object["assurance"] = assurance.map { .string($0.rawValue) }
        object["scope"] = isLimitedToCaller.map { $0 ? "caller" : "all" }
        return .object(object)
    }

    fileprivate init(_ reader: inout MemberReader) {
        self.init(reader.text("action") ?? "")
        if actionID.isEmpty { reader.refuse("action", "Say which action.") }
        assurance = reader.choice(
            "assurance",
            ["unknown": .unknown, "recognised": .recognised, "verified": .verified]
        )
        isLimitedToCaller = reader.choice("scope", ["caller": true, "all": false])
    }
}

extension FieldAllowList {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["readable"] = readable.map(Self.json)
        object["writable"] = writable.map(Self.json)
        return .object(object)
    }

    private static func json(_ list: [String: [String]]) -> JSONValue {
        var object = JSONObject()
        for (name, fields) in list.sorted(by: { $0.key < $1.key }) {
            object[name] = .array(fields.map(JSONValue.string))
        }
        return .object(object)
    }

    fileprivate init(_ reader: inout MemberReader) {
        self.init(readable: Self.list("readable", &reader), writable: Self.list("writable", &reader))
    }

    private static func list(_ key: String, _ reader: inout MemberReader) -> [String: [String]]? {
        guard let value = reader.value(key) else { return nil }
        guard let object = value.object else {
            reader.refuse(key, "Expected an object: {\"Contact\": [\"FirstName\", \"LastName\"]}.")
            return nil
        }
        var list: [String: [String]] = [:]
        for member in object {
            let fields = member.value.array?.compactMap(\.string) ?? []
            let areNames = fields.allSatisfy { $0 == everyField || $0.isNameInCRM }
            guard member.key.isNameInCRM, areNames, fields.count == member.value.array?.count else {
                reader.refuse(key, "`\(member.key)` needs a list of names of fields, or [\"*\"].")
                continue
            }
            list[member.key] = fields
        }
        return list
    }
}

extension VerificationRule {
    fileprivate var json: JSONValue {
        [
            "facts": .array(facts.map(JSONValue.string)), "required_matches": .number(JSONNumber(requiredMatches)),
            "code": .boolean(allowsCode),
        ]
    }

    fileprivate init(_ reader: inout MemberReader) {
        let standard = VerificationRule.standard
        self.init(
            facts: reader.value("facts") == nil ? standard.facts : reader.texts("facts"),
            requiredMatches: reader.integer("required_matches") ?? standard.requiredMatches,
            allowsCode: reader.boolean("code") ?? standard.allowsCode
        )
    }
}

extension String {
    /// Whether it can be the name of an object or a field.
    var isNameInCRM: Bool {
        utf8.count <= 128 && (first.map { $0.isASCII && $0.isLetter } ?? false)
            && utf8.allSatisfy { $0 == UInt8(ascii: "_") || Character(UnicodeScalar($0)).isNameInCRM }
    }
}

extension Character {
    fileprivate var isNameInCRM: Bool { isASCII && (isLetter || isNumber) }
}

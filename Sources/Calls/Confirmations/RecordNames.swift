import JSON

/// What the records of a call's results are called, so that nobody has to say an id.
struct RecordNames {
    /// By the first 15 characters of the id, which are the same in its long form.
    private(set) var namesByID: [String: String]

    init(_ namesByID: [String: String] = [:]) { self.namesByID = namesByID }

    var isEmpty: Bool { namesByID.isEmpty }

    subscript(id: String) -> String? {
        id.utf8.count == 15 || id.utf8.count == 18 ? namesByID[String(id.prefix(15))] : nil
    }

    /// Takes the names of every record in a result, however deep.
    mutating func learn(from value: JSONValue) {
        switch value {
        case .array(let elements):
            for element in elements { learn(from: element) }
        case .object(let object):
            if let id = object["Id"]?.string, let name = Self.name(of: object) {
                namesByID[String(id.prefix(15))] = name
            }
            for member in object { learn(from: member.value) }
        default: break
        }
    }

    /// Takes the name of a record that was just written from what was written.
    mutating func learn(id: String, from arguments: [String: JSONValue]) {
        var object = JSONObject()
        for (key, value) in arguments { object[key] = value }
        if let name = Self.name(of: object) { namesByID[String(id.prefix(15))] = name }
    }

    /// The name, with the company where there is one: two people of one name must not sound alike.
    private static func name(of record: JSONObject) -> String? {
        guard let name = ownName(of: record) else { return nil }
        let company = record["Account"]?["Name"]?.string ?? record["Company"]?.string
        return company.map { "\(name) of \($0)" } ?? name
    }

    private static func ownName(of record: JSONObject) -> String? {
        if let name = record.personsName { return name }
        for key in ["Subject", "Title", "CaseNumber"] {
            if let name = record[key]?.string { return name }
        }
        return nil
    }
}

extension JSONObject {
    /// What somebody is called, by whatever fields say so; nil when none was asked for.
    var personsName: String? {
        if let name = self["Name"]?.string { return name }
        let parts = ["FirstName", "LastName"].compactMap { self[$0]?.string }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

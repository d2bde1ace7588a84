import Actions
import JSON

/// Reads the members of a JSON object that a person gave, and gathers everything that is wrong with them.
struct MemberReader {
    let path: String
    private(set) var problems: [WorkspaceProblem] = []
    private let object: JSONObject

    init(_ json: JSONValue, at path: String = "", known: [String]) {
        self.path = path
        guard let object = json.object else {
            self.object = [:]
            problems.append(WorkspaceProblem(member: path, "Expected an object."))
            return
        }
        self.object = object
        for key in object.keys where !known.contains(key) {
            let near = Spelling.nearest(to: key, in: known).map { "Did you mean `\($0)`?" }
            let hint = near ?? "There are: \(known.joined(separator: ", "))."
            problems.append(WorkspaceProblem(member: name(key), "`\(key)` is unknown here. \(hint)"))
        }
    }

    /// The way to a member from the outermost object.
    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    mutating func refuse(_ key: String, _ message: String) {
        problems.append(WorkspaceProblem(member: name(key), message))
    }

    mutating func take(_ others: [WorkspaceProblem]) { problems += others }

    /// A member that is there and not null.
    func value(_ key: String) -> JSONValue? { object[key].flatMap { $0.isNull ? nil : $0 } }

    mutating func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else {
            refuse(key, "Expected text.")
            return nil
        }
        return text
    }

    mutating func boolean(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let boolean = value.boolean else {
            refuse(key, "Expected true or false.")
            return nil
        }
        return boolean
    }

    mutating func integer(_ key: String) -> Int? {
        guard let value = value(key) else { return nil }
        guard let integer = value.integer else {
            refuse(key, "Expected a whole number.")
            return nil
        }
        return integer
    }

    mutating func list(_ key: String) -> [JSONValue] {
        guard let value = value(key) else { return [] }
        guard let list = value.array else {
            refuse(key, "Expected a list.")
            return []
        }
        return list
    }

    mutating func texts(_ key: String) -> [String] {
        let list = list(key)
        let texts = list.compactMap(\.string)
        if texts.count < list.count { refuse(key, "Expected a list of texts.") }
        return texts
    }

    /// One of several words.
    mutating func choice<Value>(_ key: String, _ choices: KeyValuePairs<String, Value>) -> Value? {
        guard let text = text(key) else { return nil }
        if let choice = choices.first(where: { $0.key == text }) { return choice.value }
        let known = choices.map(\.key)
        let near = Spelling.nearest(to: text, in: known).map { "Did you mean `\($0)`?" }
        refuse(key, near ?? "It can be: \(known.joined(separator: ", ")).")
        return nil
    }
}

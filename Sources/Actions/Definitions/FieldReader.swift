package import JSON
package import Yams

/// The fields of one YAML mapping, with errors that say where.
package struct FieldReader {
    package let owner: Node
    private let mapping: Node.Mapping
    private let noun: String

    package init(_ node: Node, of noun: String) throws(DefinitionProblem) {
        guard let mapping = node.mapping else {
            throw DefinitionProblem(at: node, "Expected \(noun), written as `key: value` lines.")
        }
        owner = node
        self.mapping = mapping
        self.noun = noun
    }

    /// The value of a key; nil where there is none, or it is null.
    package func node(_ key: String) -> Node? {
        guard let node = mapping.first(where: { $0.key.string == key })?.value, !node.isNull else { return nil }
        return node
    }

    package func text(_ key: String) throws(DefinitionProblem) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string else { throw problem(key, "`\(key)` is text, not a list or mapping.") }
        return text
    }

    package func texts(_ key: String) throws(DefinitionProblem) -> [String] {
        var texts: [String] = []
        for node in try list(key) {
            guard let text = node.scalar?.string else {
                throw DefinitionProblem(at: node, "`\(key)` is a list of single values.")
            }
            texts.append(text)
        }
        return texts
    }

    package func list(_ key: String) throws(DefinitionProblem) -> [Node] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else { throw problem(key, "`\(key)` is a list: [a, b], or lines with `-`.") }
        return Array(sequence)
    }

    package func boolean(_ key: String) throws(DefinitionProblem) -> Bool? {
        switch try text(key) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw problem(key, "`\(key)` is true or false.")
        }
    }

    /// Whether a field that knows only one value has it.
    func isSet(_ key: String, to value: String) throws(DefinitionProblem) -> Bool {
        switch try text(key) {
        case nil: false
        case value: true
        default: throw problem(key, "`\(key)` can only be `\(value)`. Leave it out otherwise.")
        }
    }

    package func refuseOthers(than known: [String]) throws(DefinitionProblem) {
        for (key, _) in mapping {
            let name = key.string ?? ""
            guard !known.contains(name) else { continue }
            let near = Spelling.nearest(to: name, in: known).map { " Did you mean `\($0)`?" }
            throw DefinitionProblem(
                at: key,
                "`\(name)` is no field of \(noun)." + (near ?? " The fields are: \(known.joined(separator: ", ")).")
            )
        }
    }

    package func problem(_ key: String, _ message: String) -> DefinitionProblem {
        DefinitionProblem(at: node(key) ?? owner, message)
    }
}

extension Node {
    fileprivate var isNull: Bool {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return scalar.string == "null" || scalar.string == "~"
    }
}

extension DefinitionProblem {
    package init(at node: Node, _ message: String) {
        self.init(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
    }
}

extension JSONValue {
    /// The most values one body may have. Aliases can make a few lines mean billions.
    private static let maximumCount = 10_000

    /// The JSON a YAML node means: quoted scalars are text; plain ones may be numbers, booleans or null.
    package init(yaml node: Node) throws(DefinitionProblem) {
        try self.init(yaml: node, upTo: Self.maximumCount)
    }

    init(yaml node: Node, upTo maximum: Int) throws(DefinitionProblem) {
        var budget = Budget(maximum: maximum)
        self = try Self.read(node, &budget)
    }

    /// How many values may be read.
    private struct Budget {
        let maximum: Int
        var count = 0
    }

    private static func read(_ node: Node, _ budget: inout Budget) throws(DefinitionProblem) -> JSONValue {
        budget.count += 1
        guard budget.count <= budget.maximum else {
            throw DefinitionProblem(at: node, "This holds more than \(budget.maximum) values, perhaps through aliases.")
        }
        switch node {
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
            switch scalar.string {
            case "true": return true
            case "false": return false
            case "null", "~", "": return .null
            default: return JSONNumber(text: scalar.string).map(JSONValue.number) ?? .string(scalar.string)
            }
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try read(element, &budget)) }
            return .array(elements)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping {
                guard let name = key.string else { throw DefinitionProblem(at: key, "A member's name is text.") }
                object[name] = try read(value, &budget)
            }
            return .object(object)
        case .alias:
            throw DefinitionProblem(at: node, "Aliases (`*name`) are not supported here. Write the value out.")
        }
    }
}

package import JSON
import Yams

extension JSONValue {
    /// Reads YAML text as the JSON it means.
    package init(yaml text: String) throws(DefinitionProblem) {
        self = try JSONValue(yaml: DefinitionReader(text: text).root(), upTo: Self.maximumCountInFile)
    }

    /// The most values a text of the longest length can have without aliases, and then some.
    private static let maximumCountInFile = 500_000

    /// The value as YAML for people: long texts folded, short objects and lists on one line.
    package var yamlText: String {
        // What has been read from JSON has no anchors and no tags: nothing is left that can't be written.
        let text =
            (try? Yams.serialize(node: writtenNode(isInline: false), indent: 2, width: 100, allowUnicode: true)) ?? ""
        guard text.unicodeScalars.contains(where: \.turnsDirection) else { return text }
        // Whoever reads or copies it must see what is in it. Such text stands in double quotes.
        return text.unicodeScalars.map { scalar in
            scalar.turnsDirection ? "\\u" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
        }.joined()
    }

    /// The value as a YAML node without a place, for whoever reads nodes.
    var yamlNode: Node {
        switch self {
        case .null: Node("null", Tag(.null), .plain)
        case .boolean(let boolean): Node(boolean ? "true" : "false", Tag(.bool), .plain)
        case .number(let number): Node(number.text, Tag(.float), .plain)
        case .string(let text): Node(text, Tag(.str), .doubleQuoted)
        case .array(let elements): Node(elements.map(\.yamlNode), Tag(.seq))
        case .object(let object):
            Node(object.map { (JSONValue.string($0.key).yamlNode, $0.value.yamlNode) }, Tag(.map))
        }
    }

    /// The same in the styles in which people write.
    private func writtenNode(isInline: Bool) -> Node {
        switch self {
        case .null, .boolean, .number: return yamlNode
        case .string(let text): return Node(text, Tag(.str), Self.style(of: text))
        case .array(let elements):
            let isInline = isInline || fitsOneLine
            return Node(
                elements.map { $0.writtenNode(isInline: isInline) },
                Tag(.seq),
                isInline ? .flow : .block
            )
        case .object(let object):
            let isInline = isInline || fitsOneLine
            let members = object.map { member in
                (JSONValue.string(member.key).writtenNode(isInline: true), member.value.writtenNode(isInline: isInline))
            }
            return Node(members, Tag(.map), isInline ? .flow : .block)
        }
    }

    /// Whether it is a short object or list of single values.
    private var fitsOneLine: Bool {
        let elements: [JSONValue]
        switch self {
        case .array(let values): elements = values
        case .object(let object): elements = object.map(\.value)
        default: return true
        }
        let areSingle = elements.allSatisfy { element in
            switch element {
            case .object: false
            case .array(let values): values.allSatisfy { $0.array == nil && $0.object == nil }
            default: true
            }
        }
        return areSingle && serialized().count <= 100
    }

    /// Quotes for what would be read as something else than text without them.
    private static func style(of text: String) -> Node.Scalar.Style {
        if (try? JSONValue(yaml: Node(text, Tag(.str), .plain))) != .string(text) { return .doubleQuoted }
        // Other readers take more for numbers, dates and booleans than this one does.
        if Resolver.default.resolveTag(of: Node(text)) != .str || ["y", "Y", "n", "N"].contains(text) {
            return .doubleQuoted
        }
        // A byte order mark vanishes unless it is escaped, and what turns the text after it is not seen.
        if text.unicodeScalars.contains(where: { $0 == "\u{FEFF}" || $0.turnsDirection }) { return .doubleQuoted }
        guard text.contains("\n") || text.count > 100 else { return .any }
        let isFoldable = !text.contains("\n") && !text.contains("  ") && text.first != " " && text.last != " "
        let isLiteral =
            text.contains("\n") && text.first?.isWhitespace != true && !text.contains(" \n") && !text.contains("\t")
            && !text.contains("\r")
        return isFoldable ? .folded : isLiteral ? .literal : .doubleQuoted
    }
}

extension Unicode.Scalar {
    /// Whether it turns the direction of the text after it, beyond the value it stands in.
    package var turnsDirection: Bool {
        ("\u{202A}"..."\u{202E}").contains(self) || ("\u{2066}"..."\u{2069}").contains(self)
    }
}

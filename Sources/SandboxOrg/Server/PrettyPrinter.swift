import JSON

/// Writes JSON as Salesforce does for `X-PrettyPrint: 1`: a member to a line, spaces about the colons, brackets beside
/// what they hold.
struct PrettyPrinter {
    private var text = ""
    private var level = 0

    static func bytes(of value: JSONValue) -> [UInt8] {
        var printer = PrettyPrinter()
        printer.write(value)
        return Array(printer.text.utf8)
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .object(let object): write(object)
        case .array(let elements): write(elements)
        default: text += value.serializedText()
        }
    }

    private mutating func write(_ object: JSONObject) {
        guard !object.isEmpty else {
            text += "{ }"
            return
        }
        text += "{"
        level += 1
        for (index, member) in object.enumerated() {
            text += index == 0 ? "\n" : ",\n"
            text += String(repeating: "  ", count: level)
            text += JSONValue.string(member.key).serializedText() + " : "
            write(member.value)
        }
        level -= 1
        text += "\n" + String(repeating: "  ", count: level) + "}"
    }

    private mutating func write(_ elements: [JSONValue]) {
        guard !elements.isEmpty else {
            text += "[ ]"
            return
        }
        text += "[ "
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            write(element)
        }
        text += " ]"
    }
}

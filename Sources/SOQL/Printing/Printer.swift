/// Writes a tree as text: one space between words, keywords in capitals, names as they stand in the tree, and the
/// parentheses without which the text would mean something else.
struct Printer {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Writes items with a comma and a space between them.
    mutating func writeList<Item>(_ items: [Item], _ write: (inout Printer, Item) -> Void) {
        var isFirst = true
        for item in items {
            if !isFirst { self.write(", ") }
            isFirst = false
            write(&self, item)
        }
    }

    mutating func write(_ name: Name) {
        switch name.content {
        case .text(let text): write(text)
        case .placeholder(let placeholder): write(placeholder)
        }
    }

    mutating func write(_ path: FieldPath) {
        var isFirst = true
        for name in path.names {
            if !isFirst { write(".") }
            isFirst = false
            write(name)
        }
    }

    mutating func write(_ placeholder: Placeholder) {
        write("{{")
        write(placeholder.path)
        for filter in placeholder.filters {
            write("|")
            write(filter)
        }
        write("}}")
    }

    mutating func write(_ count: Count) {
        switch count {
        case .number(let number): write(String(number))
        case .placeholder(let placeholder): write(placeholder)
        }
    }
}

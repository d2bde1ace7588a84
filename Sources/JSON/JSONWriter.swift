extension JSONValue {
    /// Compact JSON.
    package func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// Compact JSON as text.
    package func serializedText() -> String { String(decoding: serialized(), as: UTF8.self) }

    /// JSON for people: two spaces a level, `"key": value`, a final newline left out.
    package func prettyPrinted() -> String {
        var writer = JSONWriter(indentation: 2)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let indentation: Int?
    private var level = 0

    init(indentation: Int? = nil) {
        self.indentation = indentation
        bytes.reserveCapacity(256)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let string): write(string)
        case .array(let values):
            writeList(UInt8(ascii: "["), UInt8(ascii: "]"), values) { writer, value in writer.write(value) }
        case .object(let object):
            writeList(UInt8(ascii: "{"), UInt8(ascii: "}"), object.members) { writer, member in
                writer.write(member.key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.indentation != nil { writer.bytes.append(UInt8(ascii: " ")) }
                writer.write(member.value)
            }
        }
    }

    private mutating func writeList<Element>(
        _ open: UInt8,
        _ close: UInt8,
        _ elements: [Element],
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(open)
        defer { bytes.append(close) }
        guard !elements.isEmpty else { return }
        level += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine()
            writeElement(&self, element)
        }
        level -= 1
        breakLine()
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * indentation))
    }

    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { characters in
            // Most text has nothing to escape. To count all of it, without stopping at the first, goes many bytes at a time.
            var escapes = 0
            for byte in characters where Self.isEscaped(byte) { escapes &+= 1 }
            guard escapes > 0 else { return bytes.append(contentsOf: characters) }
            var start = 0
            for (index, byte) in characters.enumerated() where Self.isEscaped(byte) {
                bytes.append(contentsOf: characters[start..<index])
                writeEscaped(byte)
                start = index + 1
            }
            bytes.append(contentsOf: characters[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.hexadecimal[Int(byte >> 4)])
            bytes.append(Self.hexadecimal[Int(byte & 0xF)])
        default: bytes.append(byte)
        }
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
}

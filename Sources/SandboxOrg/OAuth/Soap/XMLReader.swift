/// Reads one XML document from its bytes.
struct XMLReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func document() throws(XMLElement.SyntaxError) -> XMLElement {
        try skipBetweenElements()
        guard take("<") else { throw XMLElement.SyntaxError() }
        let root = try element(depth: 1)
        try skipBetweenElements()
        guard position == bytes.count else { throw XMLElement.SyntaxError() }
        return root
    }

    /// Reads an element whose opening bracket is read.
    private mutating func element(depth: Int) throws(XMLElement.SyntaxError) -> XMLElement {
        guard depth <= XMLElement.maximumDepth else { throw XMLElement.SyntaxError() }
        let qualifiedName = try name()
        var element = XMLElement(name: Self.localName(qualifiedName))
        try skipAttributes()
        if take("/>") { return element }
        guard take(">") else { throw XMLElement.SyntaxError() }
        while true {
            if take("</") {
                guard try name() == qualifiedName else { throw XMLElement.SyntaxError() }
                skipSpace()
                guard take(">") else { throw XMLElement.SyntaxError() }
                return element
            } else if take("<!--") {
                _ = try text(until: "-->")
            } else if take("<![CDATA[") {
                element.text += try text(until: "]]>")
            } else if take("<?") {
                _ = try text(until: "?>")
            } else if take("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                element.text += try characters()
            }
        }
    }

    private mutating func name() throws(XMLElement.SyntaxError) -> String {
        let start = position
        while position < bytes.count, !" \t\r\n/>=<\"'".utf8.contains(bytes[position]) { position += 1 }
        guard position > start else { throw XMLElement.SyntaxError() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipAttributes() throws(XMLElement.SyntaxError) {
        while true {
            skipSpace()
            guard position < bytes.count else { throw XMLElement.SyntaxError() }
            if bytes[position] == UInt8(ascii: ">") || bytes[position] == UInt8(ascii: "/") { return }
            _ = try name()
            skipSpace()
            guard take("=") else { throw XMLElement.SyntaxError() }
            skipSpace()
            if take("\"") {
                _ = try text(until: "\"")
            } else if take("'") {
                _ = try text(until: "'")
            } else {
                throw XMLElement.SyntaxError()
            }
        }
    }

    private mutating func characters() throws(XMLElement.SyntaxError) -> String {
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            if take("&") {
                text.append(contentsOf: try reference().utf8)
            } else {
                text.append(bytes[position])
                position += 1
            }
        }
        guard position < bytes.count else { throw XMLElement.SyntaxError() }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads a reference whose ampersand is read.
    private mutating func reference() throws(XMLElement.SyntaxError) -> String {
        let name = try text(until: ";")
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let isHexadecimal = name.hasPrefix("#x")
            guard name.hasPrefix("#"),
                let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10),
                let scalar = Unicode.Scalar(number)
            else { throw XMLElement.SyntaxError() }
            return String(Character(scalar))
        }
    }

    /// Skips space, comments and instructions. A document type is refused, and with it every entity of its own.
    private mutating func skipBetweenElements() throws(XMLElement.SyntaxError) {
        while true {
            skipSpace()
            if take("<?") {
                _ = try text(until: "?>")
            } else if take("<!--") {
                _ = try text(until: "-->")
            } else if take("<!") {
                throw XMLElement.SyntaxError()
            } else {
                return
            }
        }
    }

    private mutating func text(until end: String) throws(XMLElement.SyntaxError) -> String {
        let start = position
        while position < bytes.count {
            let stop = position
            if take(end) { return String(decoding: bytes[start..<stop], as: UTF8.self) }
            position += 1
        }
        throw XMLElement.SyntaxError()
    }

    private mutating func skipSpace() {
        while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    private static func localName(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }
}

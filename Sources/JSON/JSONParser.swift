/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence without the place.
    package var message: String
    /// UTF-8 bytes before the place.
    package var offset: Int
    /// The line and the column in bytes, both counted from 1.
    package var line: Int
    package var column: Int

    package var description: String { "\(line):\(column) \(message)" }
}

extension JSONValue {
    /// How deep arrays and objects may nest. Recursion stays far from the end of any thread's stack.
    package static let maximumDepth = 128

    /// Reads strict JSON (RFC 8259): no duplicate keys, no lone surrogates, no trailing text, at most
    /// ``maximumDepth`` levels.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.parseDocument()
    }

    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}

struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func parseDocument() throws(JSONError) -> JSONValue {
        skipWhitespace()
        let value = try parseValue()
        skipWhitespace()
        guard index == bytes.count else { throw error("unexpected text after the value") }
        return value
    }

    private func error(_ message: String, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? index
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
        return JSONError(message: message, offset: offset, line: line, column: column)
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipWhitespace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func parseValue() throws(JSONError) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return .object(try parseObject())
        case UInt8(ascii: "["): return .array(try parseArray())
        case UInt8(ascii: "t"): return try parseKeyword("true", .boolean(true))
        case UInt8(ascii: "f"): return try parseKeyword("false", .boolean(false))
        case UInt8(ascii: "n"): return try parseKeyword("null", .null)
        case nil: throw error("unexpected end of text; expected a value")
        default:
            guard let end = NumberScanner.scan(bytes, from: index) else { throw error("expected a value") }
            defer { index = end }
            return .number(JSONNumber(checked: String(decoding: bytes[index..<end], as: UTF8.self)))
        }
    }

    private mutating func parseKeyword(_ keyword: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[index...].starts(with: keyword.utf8) else { throw error("expected a value") }
        index += keyword.utf8.count
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= JSONValue.maximumDepth else {
            throw error("nested more than \(JSONValue.maximumDepth) levels deep")
        }
        index += 1
        skipWhitespace()
    }

    private mutating func parseObject() throws(JSONError) -> JSONObject {
        try enter()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        guard peek() != UInt8(ascii: "}") else {
            index += 1
            return JSONObject(distinct: members)
        }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw error("expected a member name in double quotes") }
            let keyStart = index
            let key = try parseString()
            // Small objects, nearly all of them, are scanned; a set would cost more than it saves.
            let isDuplicate =
                members.count < 16 ? members.contains { $0.key == key } : seen.contains(key)
            guard !isDuplicate else { throw error("the member \"\(key)\" stands twice", at: keyStart) }
            if members.count == 15 { seen = Set(members.map(\.key)) }
            if members.count >= 15 { seen.insert(key) }
            skipWhitespace()
            guard peek() == UInt8(ascii: ":") else { throw error("expected ':'") }
            index += 1
            skipWhitespace()
            members.append(.init(key: key, value: try parseValue()))
            skipWhitespace()
            if try endOfList(UInt8(ascii: "}"), "expected ',' or '}'") { return JSONObject(distinct: members) }
        }
    }

    private mutating func parseArray() throws(JSONError) -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var values: [JSONValue] = []
        guard peek() != UInt8(ascii: "]") else {
            index += 1
            return values
        }
        while true {
            values.append(try parseValue())
            skipWhitespace()
            if try endOfList(UInt8(ascii: "]"), "expected ',' or ']'") { return values }
        }
    }

    private mutating func endOfList(_ close: UInt8, _ expectation: String) throws(JSONError) -> Bool {
        switch peek() {
        case close:
            index += 1
            return true
        case UInt8(ascii: ","):
            index += 1
            skipWhitespace()
            return false
        default:
            throw error(expectation)
        }
    }

    private mutating func parseString() throws(JSONError) -> String {
        let quote = index
        index += 1
        let start = index
        while let byte = peek() {
            if byte == UInt8(ascii: "\"") {
                defer { index += 1 }
                return try decode(bytes[start..<index], at: quote)
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start, quote: quote) }
            guard byte >= 0x20 else { throw error("a control character in a string must be escaped") }
            index += 1
        }
        throw error("the string is not closed", at: quote)
    }

    private mutating func parseEscapedString(from start: Int, quote: Int) throws(JSONError) -> String {
        var output = Array(bytes[start..<index])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try decode(output[...], at: quote)
            case UInt8(ascii: "\\"):
                index += 1
                try parseEscape(into: &output)
            case 0..<0x20:
                throw error("a control character in a string must be escaped")
            default:
                index += 1
                output.append(byte)
            }
        }
        throw error("the string is not closed", at: quote)
    }

    private mutating func parseEscape(into output: inout [UInt8]) throws(JSONError) {
        guard let escape = peek() else { throw error("the string is not closed") }
        index += 1
        switch escape {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(escape)
        case UInt8(ascii: "u"): output.append(contentsOf: String(try parseUnicodeEscape()).utf8)
        default: throw error("no such escape", at: index - 2)
        }
    }

    private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = index - 2
        var value = try parseHexadecimal()
        if (0xD800..<0xDC00).contains(value) {
            guard bytes[index...].starts(with: "\\u".utf8) else { throw error("a surrogate stands alone", at: start) }
            index += 2
            let low = try parseHexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw error("a surrogate stands alone", at: start) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("a surrogate stands alone", at: start) }
        return scalar
    }

    private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("expected four hexadecimal digits") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue, bytes[index] < 0x80 else {
                throw error("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private func decode(_ slice: ArraySlice<UInt8>, at quote: Int) throws(JSONError) -> String {
        guard let string = String(validating: slice, as: UTF8.self) else {
            throw error("the string is not valid UTF-8", at: quote)
        }
        return string
    }
}

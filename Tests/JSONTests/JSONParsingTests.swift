import JSON
import Testing

@Suite struct JSONParsingTests {
    @Test func `keeps the order of members and the digits of numbers`() throws {
        let text = #"{"z":1.10,"a":[true,false,null],"m":12345678901234567890,"e":-1.5e+3}"#
        #expect(try JSONValue(parsing: text).serializedText() == text)
    }

    @Test(arguments: [
        (#""\u0041\n\t\"\\\/\b\f\r""#, "A\n\t\"\\/\u{8}\u{C}\r"),
        (#""\ud83d\ude00""#, "😀"),
        (#""é漢字""#, "é漢字"),
        (#""""#, ""),
    ])
    func `reads strings`(json: String, text: String) throws {
        #expect(try JSONValue(parsing: json) == .string(text))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"a", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "{a:1}", "'a'", "01", "1.", ".5", "+1",
        "1e",
        "-", "NaN", "Infinity", "tru", "nul", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"", "\"\u{1}\"", "1 2", "{} x", "{\"a\":1 \"b\":2}", "[1 2]", "\u{FEFF}1", "// a\n1",
    ])
    func `refuses what is not JSON, with a place inside the text`(json: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: json) }
        #expect((0...json.utf8.count).contains(error?.offset ?? -1))
    }

    @Test func `refuses a member that stands twice, and says where`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\"a\":1,\n \"a\":2}") }
        #expect(error?.line == 2)
        #expect(error?.column == 2)
        #expect(error?.message == "the member \"a\" stands twice")
    }

    @Test func `finds a member that stands twice among many`() {
        let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k50\":0"]
        #expect(throws: JSONError.self) { try JSONValue(parsing: "{" + members.joined(separator: ",") + "}") }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC0, 0x80, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func `takes nesting up to its limit and no further`() throws {
        let depth = JSONValue.maximumDepth
        let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(depth)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(depth + 1)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func `never crashes on damaged text`() throws {
        let original = Array(#"{"a":[1,2.5e3,"x\u00e9\ud83d\ude00",{"b":null}],"c":true}"#.utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value)
        }
    }
}

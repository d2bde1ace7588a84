import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func `equal objects have the same members in the same order`() {
        let value: JSONValue = ["a": 1, "b": 2]
        #expect(value == ["a": 1, "b": 2])
        #expect(value != ["b": 2, "a": 1])
    }

    @Test func `setting a member keeps its place, and setting nil removes it`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        #expect(object == ["a": 3, "c": 4])
    }

    @Test func `a repeated key of a literal keeps its last value`() {
        #expect(JSONValue.object(["a": 1]) == ["a": 1])
        #expect((["a": 1, "a": 2] as JSONObject).count == 1)
    }

    @Test(
        arguments: [("1", 1), ("-7", -7), ("1.0", nil), ("1e2", nil), ("99999999999999999999", nil)] as [(String, Int?)]
    )
    func `a number is an integer when it is written as one and fits`(text: String, integer: Int?) throws {
        #expect(try JSONValue(parsing: text).integer == integer)
    }

    @Test(arguments: ["", "1 ", "0x1", "--1", "1e", "\u{661}"])
    func `a number takes only JSON's grammar`(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test func `infinity and NaN are no numbers`() {
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(1.5)?.text == "1.5")
    }

    @Test func `writes control characters and quotes escaped`() {
        #expect(JSONValue.string("\u{0}\u{1F}\u{7F}\"\\\n/é").serializedText() == #""\u0000\u001f\u007f\"\\\n/é""#)
    }

    @Test func `prints for people`() {
        let value: JSONValue = ["a": [1, ["b": true]], "c": [], "d": [:]]
        #expect(
            value.prettyPrinted() == """
                {
                  "a": [
                    1,
                    {
                      "b": true
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """
        )
    }

    @Test func `looks up members and elements`() throws {
        let value = try JSONValue(parsing: #"{"records":[{"Id":"1"}]}"#)
        #expect(value["records"]?[0]?["Id"] == "1")
        #expect(value["records"]?[1] == nil)
        #expect(value["none"]?["Id"] == nil)
        #expect(value[0] == nil)
    }
}

import Actions
import Testing

@Suite struct RecordIDTests {
    @Test(arguments: [
        ("001D000000IqhSL", "001D000000IqhSLIAZ"), ("003000000000001", "003000000000001AAA"),
        ("ABCDEABCDEABCDE", "ABCDEABCDEABCDE555"), ("abcdeabcdeabcdE", "abcdeabcdeabcdEAAQ"),
    ])
    func `an id is written in a short and a long form`(short: String, long: String) {
        #expect(RecordID.forms(of: short) == [short, long])
        #expect(RecordID.forms(of: long) == [short, long])
    }

    @Test(arguments: ["", "003", "003000000000001AA", "00300000000000!AAA"])
    func `what is no id has one form`(text: String) {
        #expect(RecordID.forms(of: text) == [text])
    }
}

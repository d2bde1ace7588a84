import Testing

@testable import Platforms

struct SpokenTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("  two\r\n lines\t", "two lines"), ("a\u{7}and\u{202E}bidi", "a and bidi"),
        ("Zażółć 日本", "Zażółć 日本"), ("", ""), ("exactly ten", "exactly…"), ("unbreakably", "unbreakab…"),
    ])
    func `text is put on one line and cut at a word`(_ text: String, _ expected: String) {
        #expect(SpokenText.cleaned(text, limit: 10) == expected)
    }

    @Test(arguments: [
        ("Too late", "Too late."), ("Too late!", "Too late!"), ("See 0015x00000ABCDE first", "See first."),
        ("internationally so", "internationally so."), ("\n", nil), ("0015x00000ABCDE", nil),
    ])
    func `a message becomes a sentence without ids`(_ text: String, _ expected: String?) {
        #expect(SpokenText.sentence(text) == expected)
    }
}

import JSON
import Testing

@testable import Agents

@Suite struct TranscriptTests {
    private let use = ToolCall(id: "1", name: "search_contact", arguments: [:])

    private var transcript: Transcript {
        var transcript = Transcript()
        transcript.entries = [
            .agent(text: "Hello.", uses: []), .caller("Hi"),
            .agent(text: "One moment. ", uses: [use]), .outcome(use, [:]),
            .agent(text: "I found two accounts. Which one is it?", uses: []),
        ]
        return transcript
    }

    @Test(arguments: [
        ("I found two", "One moment. ", "I found two \u{2014}"),
        ("One moment. I found", "One moment. ", "I found \u{2014}"),
        ("One", "One \u{2014}", ""),
        ("", "", ""),
        ("I found two accounts. Which one is it?", "One moment. ", "I found two accounts. Which one is it?"),
        ("something it never said", "One moment. ", "I found two accounts. Which one is it?"),
    ])
    func `only what was heard stays said`(heard: String, first: String, second: String) {
        var transcript = transcript
        transcript.cut(to: heard)
        #expect(
            transcript.entries == [
                .agent(text: "Hello.", uses: []), .caller("Hi"), .agent(text: first, uses: [use]),
                .outcome(use, [:]), .agent(text: second, uses: []),
            ]
        )
    }
}

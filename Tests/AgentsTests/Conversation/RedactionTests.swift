import JSON
import Testing

@testable import Agents

@Suite struct RedactionTests {
    private func transcript(_ said: String, proof: JSONObject = ["code": "471993"]) -> Transcript {
        var transcript = Transcript()
        let use = ToolCall(id: "1", name: "verify_caller", arguments: proof)
        transcript.entries = [
            .caller("My case is 00001026"), .agent(text: "What is the code?", uses: []), .caller(said),
            .agent(text: "", uses: [use]), .outcome(use, ["outcome": "completed"]),
        ]
        return transcript
    }

    @Test(arguments: [
        ("It's 471993, I think", "It's [removed], I think"),
        ("4 7 1 9 9 3.", "[removed]."),
        ("four seven one double nine three please", "[removed] please"),
        ("The code? 471-993!", "The code? [removed]!"),
    ])
    func `what proves who the caller is is not kept`(said: String, kept: String) {
        let entries = transcript(said).redacted.entries
        #expect(entries[2] == .caller(kept))
        #expect(entries[0] == .caller("My case is 00001026"))
        #expect(!"\(transcript(said).redacted.json)".contains("471993"))
    }

    @Test func `facts are not kept where they were said`() {
        let entries = transcript(
            "Sarah.Jones@acme.example and SW1A 1AA",
            proof: ["contact_email": "sarah.jones@acme.example"]
        )
        .redacted.entries
        #expect(entries[2] == .caller("[removed] and SW1A 1AA"))
    }

    @Test(arguments: [
        ("Card 4111 1111 1111 1111 please", "Card [removed] please"),
        ("4111-1111-1111-1112", "4111-1111-1111-1112"),
        ("Call me at +1 555 234 5678", "Call me at +1 555 234 5678"),
        ("5500005555555559", "[removed]"),
    ])
    func `numbers of payment cards are not kept`(text: String, kept: String) {
        #expect(Redaction.withoutCards(text) == kept)
    }
}

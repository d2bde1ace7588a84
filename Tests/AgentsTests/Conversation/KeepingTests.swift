import Agents
import Calls
import JSON
import Testing

/// What is kept of what was said.
@Suite struct KeepingTests {
    @Test func `a call keeps what was said in it, in order`() async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([
                .init("Hello. "), .init("Let me look. ", uses: [.init("search_contact", ["search_term": "Lee"])]),
                .init("Nobody."),
            ])
        )
        _ = try await lines(of: conversation.turn(after: nil))
        _ = try await lines(of: conversation.turn(after: "Find Lee"))
        let said = await staged.call.state.utterances.map { "\($0.speaker): \($0.text)" }
        #expect(said == ["agent: Hello. ", "caller: Find Lee", "agent: Let me look. ", "agent: Nobody."])
    }

    /// Ways in which models use what the caller proves themselves with.
    static let proofs: [ScriptedModel.Use] = [
        .init("verify_caller", ["Birthdate": "1984-03-12"]),
        .init("run_action", ["action": "verify_caller", "arguments": "{\"Birthdate\": \"1984-03-12\"}"]),
        .init("run_action", ["action": "verify_caller", "arguments": ["Birthdate": "1984-03-12"]]),
    ]

    @Test(arguments: proofs)
    func `what proves who the caller is never reaches the call, not for a moment`(
        proof: ScriptedModel.Use
    ) async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([.init(uses: [proof]), .init("Thank you.")])
        )
        for try await _ in conversation.turn(after: "I was born on 1984-03-12, my card is 4111 1111 1111 1111") {
            let said = await staged.call.state.utterances.map(\.text).joined()
            #expect(!said.contains("1984") && !said.contains("1111"))
        }
        #expect(await staged.call.state.utterances.count == 2)
    }
}

import Agents
import Calls
import JSON
import Testing

/// A model that tries to get a write past the caller.
@Suite struct SelfConfirmationTests {
    private typealias Use = ScriptedModel.Use

    private let confirm = Use("confirm", ["confirmation_id": "{{create_contact.confirmation_id}}"])

    private func play(_ responses: [ScriptedModel.Response], _ said: [String]) async throws -> (StagedCall, [String]) {
        let staged = try StagedCall()
        let conversation = Conversation(in: staged.call, with: ScriptedModel(responses))
        var all: [String] = []
        for line in said {
            all += try await lines(of: conversation.turn(after: line)).filter {
                $0.contains(": ") && !$0.hasPrefix("using")
            }
        }
        return (staged, all)
    }

    @Test func `it can't confirm in the turn in which it asked`() async throws {
        let (staged, outcomes) = try await play(
            [
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init(uses: [confirm]),
                .init(uses: [confirm]), .init("Shall I?"), .init(uses: [confirm]), .init("Done."),
            ],
            ["Add Lee", "Yes"]
        )
        #expect(
            outcomes == [
                "create_contact: confirmation_required", "confirm: refused", "confirm: refused", "confirm: completed",
            ]
        )
        #expect(staged.writes.count == 1)
    }

    @Test func `a yes to a question that was never said is none`() async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init(""), .init(uses: [confirm]),
                .init("Shall I?", uses: [confirm]), .init("Shall I add Lee?"), .init(uses: [confirm]), .init("Done."),
            ])
        )
        for line in ["Add Lee", "Hello, are you there?"] {
            for try await _ in conversation.turn(after: line) {}
            #expect(staged.writes.isEmpty)
        }
        for try await _ in conversation.turn(after: "Yes") {}
        #expect(staged.writes.count == 1)
    }

    @Test(arguments: ["", "Sure", "Sure, one moment. That would be", "something else"])
    func `a yes to a question that nobody heard is none`(heard: String) async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]),
                .init("Sure, one moment. That would be Lee. Shall I add them?"),
                .init(uses: [confirm]), .init("Shall I?"), .init(uses: [confirm]), .init("Done."),
            ])
        )
        for try await _ in conversation.turn(after: "Add Lee") {}
        await conversation.interrupt(heard: heard)
        for try await _ in conversation.turn(after: "Yes, hello?") {}
        #expect(staged.writes.isEmpty)
        for try await _ in conversation.turn(after: "Yes") {}
        #expect(staged.writes.count == 1)
    }

    @Test(arguments: ["Sure. Shall I", "Sure. Shall I add Lee?", "add"])
    func `a yes into the question itself counts`(heard: String) async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init("Sure. Shall I add Lee?"),
                .init(uses: [confirm]), .init("Done."),
            ])
        )
        for try await _ in conversation.turn(after: "Add Lee") {}
        await conversation.interrupt(heard: heard)
        for try await _ in conversation.turn(after: "Yes") {}
        #expect(staged.writes.count == 1)
    }

    @Test(arguments: ["…", "\u{200b}", " . "])
    func `noise is no yes`(heard: String) async throws {
        let staged = try StagedCall()
        let conversation = Conversation(
            in: staged.call,
            with: ScriptedModel([
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init("Shall I add Lee?"),
                .init(uses: [confirm]), .init("Hello?"),
            ])
        )
        for try await _ in conversation.turn(after: "Add Lee") {}
        for try await _ in conversation.turn(after: heard) {}
        #expect(staged.writes.isEmpty)
    }

    @Test func `it can't ask and confirm at once, whatever id it makes up`() async throws {
        let (staged, outcomes) = try await play(
            [
                .init(
                    uses: [
                        Use("create_contact", ["LastName": "Lee"]), Use("confirm", ["confirmation_id": "yes_1"]),
                        Use("confirm", [:]), Use("confirm", ["confirmation_id": 7]),
                    ]
                ), .init("Done!"),
            ],
            ["Add Lee"]
        )
        #expect(outcomes.suffix(3) == ["confirm: refused", "confirm: refused", "confirm: refused"])
        #expect(staged.writes.isEmpty)
    }

    @Test func `a yes to one thing is no yes to another`() async throws {
        let (staged, outcomes) = try await play(
            [
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init("Shall I add Lee?"),
                .init(uses: [Use("create_contact", ["LastName": "Li"])]), .init(uses: [confirm]), .init("Done."),
            ],
            ["Add Lee", "Yes"]
        )
        #expect(outcomes.last == "confirm: refused")
        #expect(staged.writes.isEmpty)
    }

    @Test func `one yes is good for one write, however often it is used`() async throws {
        let (staged, outcomes) = try await play(
            [
                .init(uses: [Use("create_contact", ["LastName": "Lee"])]), .init("Shall I?"),
                .init(uses: [confirm, confirm]), .init(uses: [Use("create_contact", ["LastName": "Lee"])]),
                .init("Done."),
            ],
            ["Add Lee", "Yes"]
        )
        #expect(
            outcomes == [
                "create_contact: confirmation_required", "confirm: completed", "confirm: completed",
                "create_contact: completed",
            ]
        )
        #expect(staged.writes.count == 1)
    }

    @Test func `an action it does not have is refused, not guessed`() async throws {
        let (staged, outcomes) = try await play(
            [
                .init(uses: [Use("delete_everything", [:]), Use("Create_Contact", ["LastName": "Lee"])]),
                .init("Well."),
            ],
            ["Do it"]
        )
        #expect(outcomes == ["delete_everything: refused", "Create_Contact: refused"])
        #expect(staged.sent.isEmpty)
    }
}

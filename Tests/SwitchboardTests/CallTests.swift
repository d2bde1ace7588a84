import Foundation
import JSON
import Testing

/// `switchboard call`, with a person who types.
@Suite struct CallTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples/scenarios/01-invoice-and-callback.yaml").path

    private static let caller = """
        Yes, that's me. The amount of my latest invoice doesn't match.

        Yes, and mark it as high priority please.
        Yes, please.
        Can someone call me back tomorrow morning at ten?
        Perfect.
        No, that's everything. Thanks!
        This is never heard.

        """

    @Test func `the call of the demo, typed, leaves the same in the org`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path("call.sqlite")
        let run = try await CommandRun("call", "--script", Self.script, "--data", file, input: Self.caller)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.contains("Is this Sarah?"))
        #expect(run.output.contains("\u{2192} confirm"))
        #expect(run.output.firstMatch(of: /Your case number is [0-9]{8}\./) != nil)
        #expect(!run.output.contains("never heard"), "The agent has ended the call before.")
        try await SandboxProcess.running("--data", file) { sandbox in
            let cases = try await sandbox.records(
                "SELECT Id, Priority FROM Case WHERE Contact.Name = 'Sarah Johnson' AND CreatedDate = TODAY"
            )
            #expect(cases.map { $0["Priority"] } == ["High"])
            let id = try #require(cases.first?["Id"]?.string)
            #expect(try await sandbox.records("SELECT Id FROM Task WHERE WhatId = '\(id)'").count == 1)
            #expect(try await sandbox.records("SELECT Id FROM Event WHERE WhatId = '\(id)'").count == 1)
        }
    }

    @Test func `a caller who hangs up ends the call`() async throws {
        let run = try await CommandRun("call", "--script", Self.script, "--brief", input: "Hello?\n")
        #expect(run.status == 0)
        #expect(run.output.contains("create_case confirmation_required"))
        #expect(!run.output.contains("POST"))
    }

    /// Of a model and a record that write over the terminal: a title, an empty screen, colours, and words turned around.
    private static let acting = #"""
        name: "Acts \e[2J"
        talk:
          - agent: "Hello.\e]0;owned\a\e[2J\x9b31m\u202e"
          - caller: Who am I?
          - use: [create_lead: {LastName: "O\e[1A\x9b2K\r", Company: "\u061c\x7f"}]
          - use: [search_contact: {search_term: "\e[2J"}]
          - agent: "Goodbye."
            use: [end_call: {hand_off: true, summary: "\e[2J"}]
        expect:
          - ended: goodbye
        """#

    @Test(arguments: [["call", "--script"], ["call", "--brief", "--script"], ["rehearse", "--talk"]])
    func `nothing that is said or written acts on the terminal`(command: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.file("call.yaml", holding: Self.acting)
        let run = try await CommandRun(command + [file], input: "Who am I?\n")
        #expect(run.output.contains(#"Hello.\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e"#), "\(run.errors)")
        #expect(run.output.contains("create_lead"))
        for scalar in (run.output + run.errors).unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl)
        }
    }

    @Test(arguments: [
        ([], "Say who speaks for the agent"),
        (["--model", "http://127.0.0.1:1"], "--model-name"),
        (["--model", "127.0.0.1", "--model-name", "m"], "is no http or https address"),
        (["--model-name", "m", "--script", "x"], "--model says where the model is"),
        (["--script", "x", "--model", "http://127.0.0.1:1", "--model-name", "m"], "can't both speak"),
        (["--script", "no-such-file.yaml"], "no-such-file.yaml can't be read"),
        (["--script", "x", "--org", "https://acme.my.salesforce.com", "--data", "x"], "no token"),
    ])
    func `what does not fit together is said`(arguments: [String], mistake: String) async throws {
        let run = try await CommandRun(["call"] + arguments)
        #expect(run.status != 0)
        #expect(run.errors.contains(mistake), "\(run.errors)")
    }

    @Test func `a model that is not there is spoken of, and the call goes to a person`() async throws {
        let run = try await CommandRun(
            "call",
            "--model",
            "http://127.0.0.1:1",
            "--model-name",
            "m",
            "--phone",
            "+15552345678",
            input: "Hello?\n"
        )
        #expect(run.status == 0)
        #expect(run.errors.contains("The language model: No connection"))
        #expect(run.output.contains("A person takes over."))
    }
}

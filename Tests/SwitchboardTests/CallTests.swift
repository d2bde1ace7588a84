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

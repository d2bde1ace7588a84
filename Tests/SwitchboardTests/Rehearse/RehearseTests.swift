import Foundation
import JSON
import Testing

/// `switchboard rehearse`, as a user runs it.
@Suite struct RehearseTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let examples = project.appending(path: "Examples/scenarios").path

    @Test func `every example passes, and together they use every group of the catalogue`() async throws {
        let run = try await CommandRun("rehearse", Self.examples, "--json")
        let scenarios = try #require(try run.json()["scenarios"]?.array)
        for scenario in scenarios where scenario["passed"] != true {
            Issue.record("\(scenario["file"]?.string ?? ""): \(scenario["failures"]?.serializedText() ?? "")")
        }
        #expect(run.status == 0)
        #expect(scenarios.count >= 20)
        let groups = Set(scenarios.flatMap { $0["groups"]?.array ?? [] }.compactMap(\.string))
        #expect(groups.count == 13)
    }

    @Test func `the scenario of the documentation passes`() async throws {
        let page = try String(contentsOf: Self.project.appending(path: "docs/talking.md"), encoding: .utf8)
        let block = try #require(page.firstMatch(of: /```yaml\n((?s).*?)```/)?.output.1)
        let run = try await rehearse(String(block))
        #expect(run.status == 0, "\(run.output)")
    }

    private func rehearse(_ scenario: String, _ options: String...) async throws -> CommandRun {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try await CommandRun(["rehearse", try folder.file("call.yaml", holding: scenario)] + options)
    }

    /// A call that goes wrong in every way that can be asked about.
    private static let faulty = """
        name: A call with a fault
        phone: "+15552345678"
        faults: [{kind: serverError, method: POST, object: Task}]
        talk:
          - caller: Log this call, and find Sarah Johnson.
          - use: [search_contact: {search_term: Sarah Johnson}, log_call: {Subject: A test}]
          - agent: It is logged.
          - caller: Close my case.
          - use: [create_case: {Subject: Not asked for}]
          - agent: Shall I open a case?
          - caller: What?
          - use: [confirm: {confirmation_id: "{{create_case.confirmation_id}}"}]
          - agent: Goodbye.
        expect:
          - {soql: SELECT Id FROM Task WHERE Subject = 'A test', count: 1}
          - {soql: SELECT Nonsense FROM Task, count: 1}
          - outcomes: [log_call completed]
          - assurance: verified
          - ended: hand_off
        never:
          - {soql: SELECT Id FROM Case WHERE Subject = 'Not asked for'}
          - {said: it is logged}
          - {shown: sarah.johnson@acme.example}
          - {done: confirm}
        """

    @Test func `a scenario with a fault fails, and names every reason`() async throws {
        let run = try await rehearse(Self.faulty)
        #expect(run.status == 1)
        let reasons = [
            "Expected 1 of SELECT Id FROM Task WHERE Subject = 'A test', and there are 0.",
            "The org does not take SELECT Nonsense FROM Task",
            "Expected log_call completed, and there was: search_contact completed, log_call ",
            "Expected a caller who is verified, and they are unknown.",
            "Expected the call to end, and it did not.",
            "Must not be: SELECT Id FROM Case WHERE Subject = 'Not asked for', and there is 1.",
            "Must not be said: \u{201C}it is logged\u{201D}.",
            "Must not be shown to the model: \u{201C}sarah.johnson@acme.example\u{201D}.",
            "Must not be done: confirm.",
        ]
        for reason in reasons { #expect(run.output.contains(reason), "\(reason)") }
        #expect(run.output.contains("0 of 1 scenario passed"))
    }

    @Test func `a script that breaks off or is not played out fails`() async throws {
        let broken = try await rehearse(
            "{name: x, talk: [{caller: Hi}, {agent: \"{{search_contact.Id}}\"}], never: [{said: a}]}"
        )
        #expect(broken.status == 1 && broken.output.contains("The call broke off"))
        let unplayed = try await rehearse("{name: x, talk: [{caller: Hi}, {agent: A}, {agent: B}], never: [{said: z}]}")
        #expect(unplayed.status == 1 && unplayed.output.contains("only 1 were played"))
    }

    @Test func `a mistake is said with its file and place`() async throws {
        let run = try await rehearse("name: x\ntalk:\n  - caler: Hi\n")
        #expect(run.status != 0)
        #expect(run.errors.contains("call.yaml:3:5 `caler` is no field of a line of the talk. Did you mean `caller`?"))
    }

    @Test func `a key never goes over the network in the clear`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let key = try folder.file("key", holding: "sk-very-secret\n")
        let run = try await rehearse(
            Self.faulty,
            "--model",
            "http://models.example/v1",
            "--model-name",
            "m",
            "--model-key-file",
            key
        )
        #expect(run.status != 0)
        #expect(run.errors.contains("for all to read") && !run.errors.contains("sk-very-secret"))
    }
}

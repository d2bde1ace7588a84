import JSON
import Testing

/// `switchboard invoke` on a sandbox org that runs as a process of its own.
@Suite
struct InvokeTests {
    @Test
    func `a search finds who it is for`() async throws {
        try await SandboxProcess.running { sandbox in
            let run = try await CommandRun(Self.invoke(sandbox, "search_contact", "search_term=O'Brien"))
            #expect(run.status == 0)
            #expect(run.lines.first == "I found 2 matches.")
            #expect(run.output.contains("Siobhán"))
            #expect(run.output.contains("Maeve"))
        }
    }

    @Test
    func `as JSON the outcome is whole and small`() async throws {
        try await SandboxProcess.running { sandbox in
            let run = try await CommandRun(
                Self.invoke(sandbox, "search_contact", "search_term=(555) 234-5678") + ["--json"]
            )
            let outcome = try run.json()
            #expect(outcome["outcome"] == "completed")
            #expect(outcome["result"]?["records"]?.array?.count == 1)
            #expect(outcome["result"]?["records"]?[0]?["Account"]?["Name"] == "Acme Corporation")
            #expect(!run.output.contains("attributes"))
        }
    }

    @Test
    func `a write waits for a yes, and with it is written once`() async throws {
        try await SandboxProcess.running { sandbox in
            let command = Self.invoke(sandbox, "create_case", "Subject=The line is dead")
            let cases = "SELECT Id FROM Case WHERE Subject = 'The line is dead'"

            let asked = try await CommandRun(command)
            #expect(asked.status == 1)
            #expect(asked.output.contains("The line is dead"))
            #expect(asked.output.contains("Nothing was written. Add --yes to go ahead."))
            #expect(try await sandbox.records(cases).isEmpty)

            let written = try await CommandRun(command + ["--yes", "--json"])
            #expect(written.status == 0)
            let outcome = try written.json()
            #expect(outcome["outcome"] == "completed")
            #expect(outcome["written"] == "yes")
            #expect(outcome["result"]?["CaseNumber"]?.string?.count == 8)
            #expect(try await sandbox.records(cases).map { $0["Id"] } == [outcome["result"]?["Id"]])
        }
    }

    @Test
    func `as JSON a write that waits says what with to confirm it`() async throws {
        try await SandboxProcess.running { sandbox in
            let run = try await CommandRun(Self.invoke(sandbox, "create_contact", "LastName=Ek") + ["--json"])
            #expect(run.status == 1)
            #expect(try run.json()["outcome"] == "confirmation_required")
            #expect(try run.json()["confirmation_id"]?.string?.isEmpty == false)
        }
    }

    @Test
    func `a bad token is said to be one, and is not repeated`() async throws {
        try await SandboxProcess.running { sandbox in
            let run = try await CommandRun(
                "invoke",
                "search_contact",
                "--arg",
                "search_term=Sarah",
                "--org",
                sandbox.address,
                "--token",
                "not-a-token",
                "--json"
            )
            #expect(run.status == 1)
            #expect(try run.json()["outcome"] == "unavailable")
            #expect(try run.json()["say"]?.string?.contains("access") == true)
            #expect(!(run.output + run.errors).contains("not-a-token"))
        }
    }

    @Test
    func `what the org refuses is said in words`() async throws {
        try await SandboxProcess.running { sandbox in
            let command = Self.invoke(sandbox, "get_contact", "record_id=003Sb00000zzzzzIAA")
            let run = try await CommandRun(command + ["--json"])
            #expect(run.status == 1)
            #expect(try run.json()["outcome"] == "not_found")
        }
    }

    @Test
    func `an org that can't be reached is said to be so`() async throws {
        // Nothing listens on port 1 of this machine.
        let run = try await CommandRun(
            "invoke",
            "search_contact",
            "--arg",
            "search_term=Sarah",
            "--org",
            "http://127.0.0.1:1",
            "--token",
            "any",
            "--json"
        )
        #expect(run.status == 1)
        #expect(try run.json()["outcome"] == "unavailable")
    }

    @Test(arguments: [
        "acme", "http://elsewhere.example", "https://acme.example/services", "https://user:pass@acme.example",
    ])
    func `a token goes to nothing but an org's address`(address: String) async throws {
        let run = try await CommandRun("invoke", "search_contact", "--org", address, "--token", "any")
        #expect(run.status != 0)
        #expect(run.errors.contains("no org's address"))
    }

    @Test
    func `what is wrong with the arguments is said before anything is sent`() async throws {
        let run = try await CommandRun(
            "invoke",
            "create_contact",
            "--org",
            "http://127.0.0.1:1",
            "--token",
            "any",
            "--json"
        )
        #expect(run.status == 1)
        #expect(try run.json()["outcome"] == "invalid")
    }

    private static func invoke(_ sandbox: SandboxProcess, _ action: String, _ arguments: String...) -> [String] {
        ["invoke", action, "--org", sandbox.address, "--token", sandbox.token]
            + arguments.flatMap { ["--arg", $0] }
    }
}

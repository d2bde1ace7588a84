import JSON
import Testing

/// `switchboard sandbox` as a person starts it.
@Suite
struct SandboxTests {
    @Test
    func `an org in a file keeps its records until the next start`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path("org.sqlite")
        let leads = "SELECT Company FROM Lead WHERE LastName = 'Keptsafe'"
        try await SandboxProcess.running("--data", file) { sandbox in
            let written = try await CommandRun(
                "invoke",
                "create_lead",
                "--org",
                sandbox.address,
                "--token",
                sandbox.token,
                "--arg",
                "LastName=Keptsafe",
                "--arg",
                "Company=Acme",
                "--yes"
            )
            #expect(written.status == 0, "\(written.output)")
        }
        try await SandboxProcess.running("--data", file) { sandbox in
            let kept = try await sandbox.records(leads)
            #expect(kept.map { $0["Company"] } == ["Acme"])
        }
    }

    @Test
    func `an empty org has no contacts`() async throws {
        try await SandboxProcess.running("--seed", "empty") { sandbox in
            let contacts = try await sandbox.records("SELECT Id FROM Contact")
            #expect(contacts.isEmpty)
        }
    }

    @Test
    func `an org without a file is the demo company`() async throws {
        try await SandboxProcess.running { sandbox in
            let found = try await sandbox.records("SELECT Name FROM Account WHERE Name = 'Acme Corporation'")
            #expect(found.count == 1)
        }
    }

    @Test
    func `a port that is taken is said to be so`() async throws {
        try await SandboxProcess.running { sandbox in
            let port = try #require(sandbox.address.split(separator: ":").last)
            let run = try await CommandRun("sandbox", "--port", String(port))
            #expect(run.status != 0)
            #expect(run.errors.lowercased().contains("in use"))
            #expect(!run.output.contains("listens on"))
        }
    }
}

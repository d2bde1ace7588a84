import Foundation
import FoundationNetworking
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

    @Test
    func `faults, custom fields and a time zone can be given at the start`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let schema = folder.path("custom.yaml")
        try "object: Lead\nfields:\n  - Mood__c: string CU".write(toFile: schema, atomically: true, encoding: .utf8)
        let faults = #"{"kind": "unavailable", "object": "Case"}"#
        try await SandboxProcess.running(
            "--schema",
            schema,
            "--user-timezone",
            "Asia/Tokyo",
            "--faults",
            faults
        ) { sandbox in
            let url = try #require(URL(string: sandbox.address + "/sandbox/faults"))
            let (data, _) = try await URLSession(configuration: .ephemeral).data(from: url)
            #expect(try JSONValue(parsing: Array(data))["faults"]?[0]?["kind"] == "unavailable")
            let moods = try await sandbox.records("SELECT Mood__c FROM Lead LIMIT 1")
            #expect(moods.first?["Mood__c"] == .null)
            let zones = try await sandbox.records("SELECT TimeZoneSidKey FROM User LIMIT 1")
            #expect(zones.first?["TimeZoneSidKey"] == "Asia/Tokyo")
        }
    }

    @Test(arguments: [
        ("--faults", #"{"kind": "explosion"}"#, "There is no fault 'explosion'."), ("--faults", "{", "1:2"),
        ("--faults", "/nowhere.json", "/nowhere.json can't be read."),
        ("--schema", "/nowhere.yaml", "/nowhere.yaml can't be read."),
        ("--connected-apps", "/nowhere.yaml", "/nowhere.yaml can't be read."),
        ("--user-timezone", "Atlantis/Capital", "Atlantis/Capital"),
    ])
    func `what can't be read is refused before anything listens`(
        option: String,
        value: String,
        message: String
    ) async throws {
        let run = try await CommandRun("sandbox", "--port", "0", option, value)
        #expect(run.status != 0)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(!run.output.contains("listens on"))
    }

    @Test
    func `only the connected apps that are given may log in`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let apps = folder.path("apps.yaml")
        let yaml = "- clientId: any\n  secret: any\n- clientId: other\n  secret: secret\n  runAs: admin@sandbox.test"
        try yaml.write(toFile: apps, atomically: true, encoding: .utf8)
        try await SandboxProcess.running("--connected-apps", apps) { sandbox in
            for (client, secret, status) in [("other", "secret", 200), ("other", "wrong", 400), ("third", "any", 400)] {
                var request = URLRequest(url: try #require(URL(string: sandbox.address + "/services/oauth2/token")))
                request.httpMethod = "POST"
                request.httpBody = Data(
                    "grant_type=client_credentials&client_id=\(client)&client_secret=\(secret)".utf8
                )
                let (_, response) = try await URLSession(configuration: .ephemeral).data(for: request)
                #expect((response as? HTTPURLResponse)?.statusCode == status, "\(client) \(secret)")
            }
        }
    }

    @Test
    func `a mistake in a schema file is told with its place`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let schema = folder.path("custom.yaml")
        try "object: Lead\nfields:\n  - Mood: string CU".write(toFile: schema, atomically: true, encoding: .utf8)
        let run = try await CommandRun("sandbox", "--port", "0", "--schema", schema)
        #expect(run.status != 0)
        #expect(run.errors.contains("custom.yaml:3:"), "\(run.errors)")
    }
}

import Foundation
import JSON
import SandboxOrg
import Testing

/// `switchboard serve` as a person starts it.
@Suite
struct ServeTests {
    @Test func `it is alive, ready and measured`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { server async throws in
            #expect(try await server.get("/healthz").status == 200)
            #expect(try await server.get("/readyz").status == 200)
            let metrics = try await server.get("/metrics")
            #expect(metrics.body.contains("\nprocess_resident_memory_bytes "))
            // What comes through a proxy may come from anywhere.
            #expect(try await server.get("/metrics", ["X-Forwarded-For": "192.0.2.1"]).status == 401)
        }
    }

    @Test func `metrics with a token are for those who have it`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running("--set", "metrics.token=open-sesame", in: folder) { server async throws in
            let refused = try await server.get("/metrics")
            #expect(refused.status == 401 && refused.body.contains("urn:switchboard:problem:credentials_missing"))
            #expect(try await server.get("/metrics", ["Authorization": "Bearer open-sesamf"]).status == 401)
            #expect(try await server.get("/metrics", ["Authorization": "Bearer open-sesame"]).status == 200)
            #expect(!server.log.text.contains("open-sesame"))
        }
    }

    @Test func `its log is lines of JSON`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { server async throws in
            try await server.waitForLog("listening")
            let lines = server.log.text.split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines {
                let entry = try JSONValue(parsing: Array(line.utf8))
                #expect(entry["message"]?.string != nil && entry["level"]?.string != nil)
            }
        }
    }

    @Test func `every request is a line that says what it was and nothing of what was in it`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { server async throws in
            _ = try await server.get("/v1/people/usr_0123?q=hunter2", ["X-Request-Id": "find-me-in-the-log"])
            _ = try await server.get("/healthz")
            try await server.waitForLog("answered")
            let lines = try server.log.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            let requests = lines.filter { $0["message"] == "answered" }
            #expect(requests.count == 1)
            let line = try #require(requests.first)
            #expect(line["level"] == "info" && line["method"] == "GET" && line["status"] == 401)
            #expect(line["endpoint"] == "/v1/people/{person_id}" && line["request_id"] == "find-me-in-the-log")
            #expect(line["milliseconds"]?.number != nil)
            #expect(!server.log.text.contains("hunter2") && !server.log.text.contains("usr_0123"))
        }
    }

    @Test func `its data folder is its own, and only one server's`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { _ async throws in
            let data = folder.path("data")
            #expect(try FileManager.default.attributesOfItem(atPath: data)[.posixPermissions] as? Int == 0o700)
            let second = try await CommandRun("serve", "--data", data, "--port", "0")
            #expect(second.status != 0 && second.errors.contains("Another server is running"))
            let backup = try await CommandRun("backup", "--data", data, folder.path("backup.sqlite"))
            #expect(backup.status == 0, "\(backup.errors)")
            let again = try await CommandRun("backup", "--data", data, folder.path("backup.sqlite"))
            #expect(again.status != 0 && again.errors.contains("--replace"))
            let restore = try await CommandRun("restore", "--data", data, folder.path("backup.sqlite"))
            #expect(restore.status != 0 && restore.errors.contains("Stop it first"))
        }
        let restore = try await CommandRun("restore", "--data", folder.path("data"), folder.path("backup.sqlite"))
        #expect(restore.status == 0, "\(restore.errors)")
        try await ServerProcess.running(in: folder) { server async throws in
            #expect(try await server.get("/readyz").status == 200)
        }
    }

    @Test func `a folder others can look into is refused`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let data = folder.path("open")
        try FileManager.default.createDirectory(
            atPath: data,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let run = try await CommandRun("serve", "--data", data, "--port", "0")
        #expect(run.status != 0 && run.errors.contains("chmod 700"))
    }

    @Test func `a data folder may be a link to one that only its owner can look into`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            atPath: folder.path("private"),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("data"),
            withDestinationPath: folder.path("private")
        )
        try await ServerProcess.running(in: folder) { server async throws in
            #expect(try await server.get("/readyz").status == 200)
        }
        #expect(FileManager.default.fileExists(atPath: folder.path("private/keys")))
    }

    @Test(.enabled("Only root can act for others.", { geteuid() == 0 }))
    func `what root does to a data folder stays its owner's`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { _ async throws in }
        let data = folder.path("data")
        let files = try FileManager.default.contentsOfDirectory(atPath: data).map { folder.path("data/\($0)") }
        for path in [data] + files { try #require(chown(path, 4321, 4321) == 0) }
        let options = ["--data", data]
        for command in [
            ["backup", folder.path("backup")] + options, ["restore", folder.path("backup")] + options,
            ["keys", "rotate"] + options, ["audit", "verify"] + options,
        ] {
            let run = try await CommandRun(command)
            #expect(run.status == 0, "\(command) \(run.errors)")
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: data) {
            let owner = try FileManager.default.attributesOfItem(atPath: folder.path("data/\(file)"))[.ownerAccountID]
            #expect(owner as? Int == 4321, "\(file)")
        }
    }

    @Test func `a record that nobody changed is whole`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { _ async throws in
            let run = try await CommandRun("audit", "verify", "--data", folder.path("data"))
            #expect(run.status == 0 && run.output.contains("is whole"), "\(run.errors)")
            let head = String(repeating: "a", count: 64)
            let cut = try await CommandRun(
                "audit",
                "verify",
                "--data",
                folder.path("data"),
                "--checkpoint",
                "99:\(head)"
            )
            #expect(cut.status != 0 && cut.errors.contains("taken off the end"), "\(cut.errors)")
        }
    }

    @Test func `whoever has the machine can let an owner in again, and that is on record`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running(in: folder) { server async throws in
            try await server.waitFor("swb_setup_")
            let link = try server.said(#/swb_setup_[0-9a-f]+/#)
            let ada: JSONObject = ["email": "ada@acme.example", "password": "correct horse battery staple"]
            var first = ada
            first["name"] = "Ada"
            first["token"] = .string(link)
            let session = try await server.send("POST", "/v1/setup", .object(first))
            let cookie = try #require(session.cookie?.split(separator: ";").first.map(String.init))

            let command = ["people", "reset-password", "--data", folder.path("data")]
            let unknown = try await CommandRun(command + ["grace@acme.example"])
            #expect(unknown.status == 1 && unknown.errors.contains("ada@acme.example"), "\(unknown.errors)")
            let run = try await CommandRun(command + ["Ada@acme.example"])
            #expect(run.status == 0, "\(run.errors)")
            let password = try #require(run.output.firstMatch(of: #/once: (\S+)/#)?.1)

            #expect(try await server.get("/v1/people", ["Cookie": cookie]).status == 401)
            #expect(try await server.send("POST", "/v1/session", .object(ada)).status == 401)
            let new: JSONObject = ["email": "ada@acme.example", "password": .string(String(password))]
            let arrival = try await server.send("POST", "/v1/session", .object(new))
            let newCookie = try #require(arrival.cookie?.split(separator: ";").first.map(String.init))
            let audit = try await server.get("/v1/audit?kind=person", ["Cookie": newCookie])
            #expect(audit.body.contains("command_line"), "\(audit.body)")
            #expect(!server.log.text.contains(password))
        }
    }

    @Test func `a sandbox org runs inside and is connected, also at the next start`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for _ in 0..<2 {
            try await ServerProcess.running("--sandbox", "--set", "sandbox.port=0", in: folder) { server async throws in
                try await server.waitFor("is connected")
                #expect(!server.log.text.contains("could not be connected"), "\(server.log.text)")
            }
        }
    }

    @Test(arguments: ["http.port", "sandbox.port"])
    func `a port that is taken is named, and nobody gets a link to a server that does not run`(
        setting: String
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await withSandboxServer { sandbox in
            let run = try await CommandRun(
                ["serve", "--data", folder.path("data"), "--set", "http.port=0", "--sandbox"]
                    + ["--set", "sandbox.port=0", "--set", "\(setting)=\(sandbox.port)"]
            )
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.errors.contains("Port \(sandbox.port) is in use"), "\(run.errors)")
            #expect(run.output.isEmpty, "\(run.output)")
        }
    }

    @Test func `without the keys of its secrets it does not start`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running("--sandbox", "--set", "sandbox.port=0", in: folder) { server async throws in
            try await server.waitFor("is connected")
        }
        try FileManager.default.removeItem(atPath: folder.path("data/keys"))
        let run = try await CommandRun(["serve", "--data", folder.path("data"), "--port", "0"])
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.errors.contains("don't open the secrets of Sandbox org"), "\(run.errors)")
    }

    @Test func `its keys can be changed`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let options = ["--data", folder.path("data")]
        func start() async throws {
            try await ServerProcess.running("--sandbox", "--set", "sandbox.port=0", in: folder) { server async throws in
                let running = try await CommandRun(["keys", "rotate"] + options)
                #expect(running.status != 0 && running.errors.contains("Stop it first"))
                try await server.waitFor("is connected")
            }
        }
        try await start()
        let before = try String(contentsOfFile: folder.path("data/keys"), encoding: .utf8)
        let run = try await CommandRun(["keys", "rotate", "--forget-old"] + options)
        #expect(run.status == 0 && run.output.contains("2 secrets"), "\(run.output)\(run.errors)")
        let after = try String(contentsOfFile: folder.path("data/keys"), encoding: .utf8)
        let key = try #require(before.split(separator: "\n").last)
        #expect(!after.contains(key))
        try await start()
    }
}

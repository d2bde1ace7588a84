import JSON
import Testing

@testable import SandboxOrg

struct KeyedRowTests {
    private static var empty: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        return configuration
    }

    @Test func `an upsert creates a record, then changes it`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let path = "sobjects/Contact/Email/a%2Bb%40acme.example"
            let created = try await client.send("PATCH", path, #"{"LastName":"A"}"#)
            #expect(created.status == 201)
            #expect(created.json?["created"] == true)
            let changed = try await client.send("PATCH", path, #"{"LastName":"B"}"#)
            #expect(changed.status == 200)
            #expect(changed.json?["created"] == false)
            #expect(changed.json?["id"] == created.json?["id"])
            let old = try await client.send("PATCH", "/services/data/v45.0/" + path, #"{"LastName":"C"}"#)
            #expect(old.status == 204)
            let read = try await client.send("GET", path)
            #expect(read.json?["Email"] == "a+b@acme.example")
            #expect(read.json?["LastName"] == "C")
            #expect(try await client.send("DELETE", path).status == 204)
            #expect(try await client.send("GET", path).status == 404)
        }
    }

    @Test func `several records of one key are listed`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            for name in ["A", "B"] {
                try await sandbox.org.create("Contact", ["LastName": .string(name), "Email": "same@acme.example"])
            }
            let answer = try await SandboxClient(sandbox).send("GET", "sobjects/Contact/email/SAME@acme.example")
            #expect(answer.status == 300)
            #expect(answer.json?.array?.count == 2)
            #expect(answer.json?[0]?.string?.hasPrefix("/services/data/v59.0/sobjects/Contact/003") == true)
        }
    }

    @Test(arguments: ["sobjects/Contact/Namez/x", "sobjects/Contact/Title/x"])
    func `a field that is no key is refused`(path: String) async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let answer = try await SandboxClient(sandbox).send("PATCH", path, #"{"LastName":"A"}"#)
            #expect(answer.status == 404)
            let message = answer.error?["message"]?.string
            #expect(message?.hasPrefix("Provided external ID field does not exist or is not accessible: ") == true)
        }
    }
}

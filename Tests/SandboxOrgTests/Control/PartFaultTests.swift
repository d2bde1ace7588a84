import JSON
import Testing

@testable import SandboxOrg

/// Faults that strike parts of composite requests.
struct PartFaultTests {
    private static var configuration: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        return configuration
    }

    private static let records: JSONValue = [
        ["attributes": ["type": "Account"], "Name": "A"], ["attributes": ["type": "Contact"], "LastName": "B"],
        ["attributes": ["type": "Account"], "Name": "C"],
    ]

    private static func composite(allOrNone: Bool) -> String {
        let parts: [JSONValue] = [("Account", "Name"), ("Contact", "LastName"), ("Account", "Name")].enumerated().map {
            [
                "method": "POST", "url": .string("/services/data/v59.0/sobjects/\($1.0)"),
                "referenceId": .string("part\($0)"), "body": [$1.1: "A"],
            ]
        }
        return (["allOrNone": .boolean(allOrNone), "compositeRequest": .array(parts)] as JSONValue).serializedText()
    }

    @Test func `a part of a composite request fails alone, or with all where that is wanted`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            let client = SandboxClient(sandbox)
            sandbox.faults.add(Fault(.lockedRow, to: RequestPattern(object: "Contact"), count: 2))
            let some = try await client.send("POST", "composite", Self.composite(allOrNone: false))
            let parts = some.json?["compositeResponse"]?.array ?? []
            #expect(parts.map { $0["httpStatusCode"] } == [201, 400, 201])
            #expect(parts[1]["body"]?[0]?["errorCode"] == "UNABLE_TO_LOCK_ROW")
            let none = try await client.send("POST", "composite", Self.composite(allOrNone: true))
            #expect(none.json?["compositeResponse"]?.array?.map { $0["httpStatusCode"] } == [400, 400, 400])
            #expect(try await sandbox.org.query("SELECT Id FROM Account").count == 2)
            let well = try await client.send("POST", "composite", Self.composite(allOrNone: true))
            #expect(well.json?["compositeResponse"]?.array?.map { $0["httpStatusCode"] } == [201, 201, 201])
            #expect(sandbox.faults.all.map(\.hits) == [2])
            #expect(sandbox.requests.map(\.fault) == ["lockedRow", "lockedRow", nil])
        }
    }

    @Test func `a part of a batch fails alone`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            sandbox.faults.add(Fault(.serverError, to: RequestPattern(pathContains: "/recent")))
            let body = """
                {"batchRequests": [{"method": "GET", "url": "v59.0/limits"}, {"method": "GET", "url": "v59.0/recent"}]}
                """
            let answer = try await SandboxClient(sandbox).send("POST", "composite/batch", body)
            #expect(answer.status == 200)
            #expect(answer.json?["results"]?.array?.map { $0["statusCode"] } == [200, 500])
        }
    }

    @Test func `a row of a collection is locked alone`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            let client = SandboxClient(sandbox)
            sandbox.faults.add(Fault(.lockedRow, to: RequestPattern(object: "Contact"), count: 1))
            let body = (["records": Self.records] as JSONValue).serializedText()
            let created = try await client.send("POST", "composite/sobjects", body)
            #expect(created.json?.array?.map { $0["success"] } == [true, false, true])
            #expect(created.json?[1]?["errors"]?[0]?["statusCode"] == "UNABLE_TO_LOCK_ROW")
            sandbox.faults.add(Fault(.lockedRow, to: RequestPattern(method: "DELETE", object: "Account"), count: 1))
            let ids = created.json?.array?.compactMap { $0["id"]?.string }.joined(separator: ",") ?? ""
            let deleted = try await client.send("DELETE", "composite/sobjects?ids=\(ids)")
            #expect(deleted.json?.array?.map { $0["success"] } == [false, true])
        }
    }

    @Test func `a connection that a part loses is lost as a whole, after everything was done`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            sandbox.faults.add(Fault(.dropAfterCommit, to: RequestPattern(object: "Contact"), count: 1))
            let answer = try? await BrowserlessClient(sandbox).send(
                "POST",
                "/services/data/v59.0/composite",
                body: Self.composite(allOrNone: true),
                headers: ["Authorization": "Bearer \(sandbox.token)", "Content-Type": "application/json"]
            )
            #expect(answer?.status == nil)
            let contacts = try await sandbox.org.query("SELECT Id FROM Contact")
            #expect(contacts.count == 1)
            #expect(sandbox.requests.map(\.fault) == ["dropAfterCommit"])
        }
    }

    @Test func `a refusal that is no answer to a row refuses the collection`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            sandbox.faults.add(Fault(.unavailable, to: RequestPattern(object: "Contact"), count: 1))
            let body = (["records": Self.records] as JSONValue).serializedText()
            let answer = try await SandboxClient(sandbox).send("POST", "composite/sobjects", body)
            #expect(answer.status == 503)
            #expect(try await sandbox.org.query("SELECT Id FROM Account").isEmpty)
        }
    }
}

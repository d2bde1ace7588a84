import Foundation
import HTTPTypes
import JSON
import Testing

@testable import SandboxOrg

/// `/sandbox` on a real socket, and what it does to the org.
struct ControlTests {
    private static func configuration(seed: Seed = .empty) -> SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = seed
        return configuration
    }

    private func control(
        _ client: SandboxClient,
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> SandboxClient.Answer {
        var client = client
        client.token = nil
        return try await client.send(method, "/sandbox" + path, body, headers: headers)
    }

    // MARK: Faults

    @Test func `a refusal comes as often as it is asked for, and nothing is carried out`() async throws {
        let table = [
            ("invalidSession", 401, "INVALID_SESSION_ID"), ("requestLimit", 403, "REQUEST_LIMIT_EXCEEDED"),
            ("serverError", 500, "UNKNOWN_EXCEPTION"), ("unavailable", 503, "SERVER_UNAVAILABLE"),
            ("lockedRow", 400, "UNABLE_TO_LOCK_ROW"),
        ]
        try await withSandboxServer(Self.configuration()) { sandbox in
            let client = SandboxClient(sandbox)
            for (number, (kind, status, code)) in table.enumerated() {
                let added = try await control(client, "POST", "/faults", #"{"kind": "\#(kind)", "count": 2}"#)
                #expect(added.status == 201)
                #expect(added.json?["ids"]?[0]?.integer == number + 1)
                for _ in 1...2 {
                    let answer = try await client.send("POST", "sobjects/Account", #"{"Name": "Acme"}"#)
                    #expect(answer.status == status)
                    #expect(answer.error?["errorCode"] == .string(code))
                    #expect(answer.headers["sforce-limit-info"] != nil)
                }
                #expect(try await sandbox.org.query("SELECT Id FROM Account").count == number)
                #expect(try await client.send("POST", "sobjects/Account", #"{"Name": "Acme"}"#).status == 201)
            }
            let list = try await control(client, "GET", "/faults").json
            #expect(list?["faults"]?[4] == ["id": 5, "kind": "lockedRow", "count": 2, "hits": 2])
        }
    }

    @Test func `a fault strikes only the requests it is meant for`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            let client = SandboxClient(sandbox)
            sandbox.faults.add(Fault(.unavailable, to: RequestPattern(method: "post", object: "contact")))
            sandbox.faults.add(Fault(.serverError, to: RequestPattern(pathContains: "/limits")))
            sandbox.faults.add(Fault(.requestLimit, to: RequestPattern(pathPrefix: "/services/oauth2")))
            sandbox.faults.add(Fault(.lockedRow, to: RequestPattern(object: "Lead")))
            let contact = try await client.send("POST", "sobjects/Contact/", #"{"LastName": "A"}"#)
            #expect(contact.status == 503)
            #expect(try await client.send("GET", "sobjects/Contact").status == 200)
            #expect(try await client.send("POST", "sobjects/Account", #"{"Name": "A"}"#).status == 201)
            #expect(try await client.send("GET", "limits").status == 500)
            #expect(try await client.send("POST", "/services/oauth2/token", "").status == 403)
            #expect(try await client.send("GET", "query?q=SELECT+Id+FROM+Lead").status == 200)
            sandbox.faults.clear()
            sandbox.faults.add(Fault(.unavailable, to: RequestPattern(object: "Lead")))
            #expect(try await client.send("GET", "query?q=SELECT+Id+FROM+Lead").status == 503)
            #expect(try await client.send("GET", "query?q=SELECT+Id+FROM+Account").status == 200)
        }
    }

    @Test func `a fault that is only likely strikes the same requests for the same seed`() throws {
        let schema = try Schema.standard()
        func strikes(seed: UInt64) -> [Bool] {
            let book = FaultBook([Fault(.unavailable, probability: 0.3)], seed: seed)
            return (0..<200).map { _ in book.verdict(on: .sample, in: schema).kind != nil }
        }
        #expect(strikes(seed: 1) == strikes(seed: 1))
        #expect(strikes(seed: 1) != strikes(seed: 2))
        #expect((30...90).contains(strikes(seed: 3).count { $0 }))
    }

    @Test func `waits add up, and the first other fault comes after them`() throws {
        let schema = try Schema.standard()
        let book = FaultBook([
            Fault(.latency(.milliseconds(20)), count: 1), Fault(.lockedRow), Fault(.unavailable),
            Fault(.serverError), Fault(.latency(.milliseconds(30))),
        ])
        let first = book.verdict(on: .sample, in: schema)
        #expect(first.latency == .milliseconds(50))
        // A read waits for no lock.
        #expect(first.kind == .unavailable)
        #expect(book.verdict(on: .sample, in: schema).latency == .milliseconds(30))
        #expect(book.all.map(\.hits) == [1, 0, 2, 0, 2])
    }

    @Test func `faults are taken out one by one or together`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            let client = SandboxClient(sandbox)
            let body = #"{"seed": 5, "faults": [{"kind": "unavailable"}, {"kind": "latency", "milliseconds": 1}]}"#
            let added = try await control(client, "POST", "/faults", body)
            #expect(added.json == ["ids": [1, 2]])
            #expect(try await control(client, "DELETE", "/faults/1").status == 204)
            #expect(try await control(client, "DELETE", "/faults/1").status == 404)
            #expect(sandbox.faults.all.map(\.fault.kind) == [.latency(.milliseconds(1))])
            #expect(try await control(client, "DELETE", "/faults").status == 204)
            #expect(sandbox.faults.all.isEmpty)
        }
    }

    @Test func `a fault that can't be read is refused`() async throws {
        let table = [
            (#"{"kind": "explosion"}"#, "There is no fault 'explosion'."),
            (#"{"kind": "latency"}"#, "latency needs milliseconds."),
            (#"{"kind": "unavailable", "milliseconds": 5}"#, "unavailable takes no milliseconds."),
            (#"{"kind": "unavailable", "probability": 2}"#, "'probability' is a number from 0 to 1."),
            (#"{"kind": "unavailable", "count": 0}"#, "'count' is a number from 1"),
            (#"{"kind": "unavailable", "colour": 1}"#, "A fault has no 'colour'."),
            (#"{"kind": "unavailable", "method": 1}"#, "'method' is a text."),
            (#"[{"kind": "unavailable"}, 1]"#, "A fault is an object"), ("{", "expected"),
        ]
        try await withSandboxServer(Self.configuration()) { sandbox in
            for (body, message) in table {
                let answer = try await control(SandboxClient(sandbox), "POST", "/faults", body)
                #expect(answer.status == 400)
                #expect(answer.json?["error"]?.string?.contains(message) == true, "\(answer.text)")
            }
            #expect(sandbox.faults.all.isEmpty)
        }
    }

    @Test func `a fault is written as it is read`() throws {
        let text = #"""
            [{"kind":"slowBody","milliseconds":250,"method":"GET","pathPrefix":"/a","pathContains":"b","object":"Lead","count":3,"probability":0.5}]
            """#
        let faults = try Fault.list(try JSONValue(parsing: text))
        #expect(JSONValue.array(faults.map { .object($0.json) }).serializedText() == text)
    }

    // MARK: The clock

    @Test func `everything in the org follows its clock`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            let client = SandboxClient(sandbox)
            let set = try await control(client, "POST", "/clock", #"{"freeze": "2031-05-06T07:08:09Z"}"#)
            #expect(set.json == ["now": "2031-05-06T07:08:09.000+0000", "isFrozen": true])
            // The session has been idle for years.
            #expect(try await client.send("GET", "limits").status == 401)
            let id = try await sandbox.org.create("Account", ["Name": "Acme"])
            #expect(
                try await sandbox.org.record("Account", id)["CreatedDate"] == "2031-05-06T07:08:09.000+0000"
            )
            _ = try await control(client, "POST", "/clock", #"{"advance": 86400}"#)
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE CreatedDate = YESTERDAY").count == 1)
            let real = try await control(client, "POST", "/clock", #"{"real": true}"#)
            #expect(real.json?["isFrozen"] == false)
            #expect(abs(sandbox.clock.now.timeIntervalSinceNow) < 60)
        }
    }

    @Test func `a clock that is set goes on`() {
        let clock = OrgClock { Date(timeIntervalSince1970: 1000) }
        clock.set(to: Date(timeIntervalSince1970: 5000))
        #expect(clock.now.timeIntervalSince1970 == 5000)
        clock.advance(by: -10)
        #expect(clock.now.timeIntervalSince1970 == 4990)
        clock.freeze()
        clock.advance(by: 1)
        #expect(clock.isFrozen && clock.now.timeIntervalSince1970 == 4991)
        clock.set(to: Date(timeIntervalSince1970: 1))
        #expect(clock.isFrozen && clock.now.timeIntervalSince1970 == 1)
        clock.reset()
        #expect(!clock.isFrozen && clock.now.timeIntervalSince1970 == 1000)
    }

    @Test func `a time that can't be read leaves the clock alone`() async throws {
        var configuration = Self.configuration()
        configuration.clock = { Date(timeIntervalSince1970: 1_800_000_000) }
        try await withSandboxServer(configuration) { sandbox in
            for body in [
                #"{"set": "tomorrow"}"#, #"{"advance": "1"}"#, #"{"freeze": false}"#, "{}", "[]", #"{"advance": 1e99}"#,
                #"{"set": "2026-01-01T00:00:00Z", "freeze": true}"#,
            ] {
                let answer = try await control(SandboxClient(sandbox), "POST", "/clock", body)
                #expect(answer.status == 400)
            }
            #expect(sandbox.clock.now.timeIntervalSince1970 == 1_800_000_000)
        }
    }

    // MARK: The request log

    @Test func `the log says what was asked, and none of what was in it`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            let client = SandboxClient(sandbox)
            _ = try await client.send("GET", "query?q=SELECT+Id+FROM+Account+WHERE+Name='Hidden'")
            _ = try await client.send("POST", "sobjects/Account", #"{"Name": "Hidden"}"#)
            let log = try await control(client, "GET", "/requests")
            let requests = log.json?["requests"]?.array ?? []
            #expect(requests.map { $0["method"] } == ["GET", "POST"])
            #expect(
                requests.map { $0["path"] } == ["/services/data/v59.0/query", "/services/data/v59.0/sobjects/Account"]
            )
            #expect(requests.map { $0["status"] } == [200, 201])
            #expect(requests.map { $0["bodyLength"] } == [0, 18])
            #expect(requests.map { $0["fault"] } == [.null, .null])
            #expect(!log.text.contains("Hidden") && !log.text.contains(sandbox.token))
            #expect(try await control(client, "DELETE", "/requests").status == 204)
            #expect(sandbox.requests.isEmpty)
        }
    }

    @Test func `the log keeps the latest requests only`() {
        let log = RequestLog(capacity: 3)
        for _ in 1...8 { log.note(.sample, at: Date(), status: 200, duration: .zero, fault: nil) }
        #expect(log.latest.map(\.number) == [6, 7, 8])
        let none = RequestLog(capacity: 0)
        none.note(.sample, at: Date(), status: 200, duration: .zero, fault: nil)
        #expect(none.latest.isEmpty)
    }

    // MARK: Who may

    @Test func `a reset forgets query locators`() async throws {
        var configuration = Self.configuration(seed: .generated(contacts: 250))
        configuration.clock = { Date(timeIntervalSince1970: 1_770_000_000) }
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            let options = ["Sforce-Query-Options": "batchSize=200"]
            let page = try await client.get("query", q: "SELECT Id FROM Contact", headers: options)
            let next = try #require(page.json?["nextRecordsUrl"]?.string)
            #expect(try await client.send("GET", next).status == 200)
            try await sandbox.reset()
            let gone = try await client.send("GET", next)
            #expect(gone.status == 400)
            #expect(gone.error?["errorCode"] == "INVALID_QUERY_LOCATOR")
        }
    }

    @Test func `other machines and web pages may not control the sandbox`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            let page = try await control(
                SandboxClient(sandbox),
                "POST",
                "/reset",
                "{}",
                headers: ["Origin": "http://127.0.0.1:1234"]
            )
            #expect(page.status == 403)
            let closed = ControlAPI(sandbox: sandbox.server.control, isOpenToAll: false)
            let request = RestRequest.sample(path: ["sandbox", "clock"])
            #expect(await closed.respond(to: request, isLocal: false).status == 403)
            let open = ControlAPI(sandbox: sandbox.server.control, isOpenToAll: true)
            #expect(await open.respond(to: request, isLocal: false).status == 200)
        }
    }

    @Test func `what does not exist under it is not found`() async throws {
        try await withSandboxServer(Self.configuration()) { sandbox in
            for (method, path) in [
                ("GET", "/nothing"), ("PUT", "/faults"), ("DELETE", "/clock"), ("GET", "/reset"),
                ("DELETE", "/faults/x"),
            ] {
                let answer = try await control(SandboxClient(sandbox), method, path)
                #expect(answer.status == 404)
            }
            let index = try await control(SandboxClient(sandbox), "GET", "")
            #expect(index.status == 200)
        }
    }
}

extension RestRequest {
    static var sample: RestRequest { sample(path: ["services", "data", "v59.0", "limits"]) }

    static func sample(path: [String]) -> RestRequest {
        RestRequest(method: .get, path: path, query: QueryItems(""), headers: [:], body: [], origin: "")
    }
}

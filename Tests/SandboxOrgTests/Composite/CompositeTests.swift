import JSON
import Testing

@testable import SandboxOrg

struct CompositeTests {
    private func compose(_ sandbox: RunningSandbox, _ body: String) async throws -> JSONValue {
        let answer = try await SandboxClient(sandbox).send("POST", "composite", body)
        #expect(answer.status == 200)
        return try #require(answer.json?["compositeResponse"])
    }

    @Test func `later requests use what earlier ones answered, in paths, parameters and bodies`() async throws {
        try await withSandboxServer { sandbox in
            let results = try await compose(
                sandbox,
                """
                {"compositeRequest":[
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"acme",
                  "body":{"Name":"Smith & <Sons>"}},
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Contact","referenceId":"smith",
                  "body":{"LastName":"Smith","AccountId":"@{acme.id}","Title":"of @{acme.id}"}},
                 {"method":"GET","url":"/services/data/v59.0/sobjects/Account/@{acme.id}?fields=Name",
                  "referenceId":"read"},
                 {"method":"GET","referenceId":"found",
                  "url":"/services/data/v59.0/query?q=SELECT+Id,Account.Name+FROM+Contact+WHERE+Id='@{smith.id}'"},
                 {"method":"PATCH","url":"/services/data/v59.0/sobjects/Contact/@{found.records[0].Id}",
                  "referenceId":"changed","body":{"Department":"@{read.Name}"}}
                ]}
                """
            )
            let account = try #require(results[0]?["body"]?["id"]?.string)
            #expect(results[0]?["httpStatusCode"] == 201)
            #expect(results[0]?["referenceId"] == "acme")
            let location = "/services/data/v59.0/sobjects/Account/\(account)"
            #expect(results[0]?["httpHeaders"] == ["Location": .string(location)])
            #expect(results[2]?["body"]?["Name"] == "Smith &amp; &lt;Sons&gt;")
            #expect(results[2]?["httpHeaders"]?["ETag"]?.string?.hasPrefix("\"") == true)
            #expect(results[3]?["body"]?["records"]?[0]?["Account"]?["Name"] == "Smith &amp; &lt;Sons&gt;")
            #expect(results[4]?["httpStatusCode"] == 204)
            #expect(results[4]?["body"] == .null)
            let contact = try #require(results[1]?["body"]?["id"]?.string)
            let stored = try await sandbox.org.record("Contact", contact)
            #expect(stored["Department"] == "Smith & <Sons>")
            #expect(stored["Title"] == .string("of \(account)"))
        }
    }

    @Test func `all or none leaves nothing behind when one request fails`() async throws {
        try await withSandboxServer { sandbox in
            let results = try await compose(
                sandbox,
                """
                {"allOrNone":true,"compositeRequest":[
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"a",
                  "body":{"Name":"Halted"}},
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Contact","referenceId":"b","body":{}},
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"c",
                  "body":{"Name":"Halted"}}
                ]}
                """
            )
            let codes = try #require(results.array).map { $0["body"]?[0]?["errorCode"]?.string }
            #expect(codes == ["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"])
            #expect(
                results[0]?["body"]?[0]?["message"]
                    == "The transaction was rolled back since another operation in the same transaction failed."
            )
            #expect(results.array?.allSatisfy { $0["httpStatusCode"] == 400 } == true)
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'Halted'").isEmpty)
        }
    }

    @Test func `without all or none the others stay, and what refers to the failed one is halted`() async throws {
        try await withSandboxServer { sandbox in
            let results = try await compose(
                sandbox,
                """
                {"compositeRequest":[
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"a","body":{}},
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Contact","referenceId":"b",
                  "body":{"LastName":"Orphan","AccountId":"@{a.id}"}},
                 {"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"c",
                  "body":{"Name":"Kept"}}
                ]}
                """
            )
            #expect(results[1]?["body"]?[0]?["errorCode"] == "PROCESSING_HALTED")
            #expect(
                results[1]?["body"]?[0]?["message"]?.string?
                    .hasPrefix("Invalid reference specified. No value for a.id found in a.") == true
            )
            #expect(results[2]?["httpStatusCode"] == 201)
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'Kept'").count == 1)
        }
    }

    private static func parts(_ count: Int, _ url: String = "/services/data/v59.0/limits") -> String {
        let parts = (0..<count).map { #"{"method":"GET","url":"\#(url)","referenceId":"r\#($0)"}"# }
        return #"{"compositeRequest":[\#(parts.joined(separator: ","))]}"#
    }

    @Test(arguments: [
        (CompositeTests.parts(26), "LIMIT_EXCEEDED"),
        (CompositeTests.parts(6, "/services/data/v59.0/query?q=SELECT+Id+FROM+User"), "LIMIT_EXCEEDED"),
        (#"{"compositeRequest":[{"method":"GET","url":"/services/data/v59.0/limits"}]}"#, "BAD_REQUEST"),
        (
            #"{"compositeRequest":[{"method":"GET","url":"/services/data/v59.0/limits","referenceId":"_a"}]}"#,
            "BAD_REQUEST"
        ),
        (
            CompositeTests.parts(1).replacing("]", with: #",{"method":"GET","url":"/a","referenceId":"r0"}]"#),
            "BAD_REQUEST"
        ),
        ("{}", "JSON_PARSER_ERROR"), ("[]", "JSON_PARSER_ERROR"),
    ]) func `a composite request that cannot be run is refused as a whole`(body: String, code: String) async throws {
        try await withSandboxServer { sandbox in
            let answer = try await SandboxClient(sandbox).send("POST", "composite", body)
            #expect(answer.status == 400)
            #expect(answer.error?["errorCode"]?.string == code)
        }
    }

    @Test func `composite requests do not nest, and what is in them needs a known path`() async throws {
        try await withSandboxServer { sandbox in
            let results = try await compose(
                sandbox,
                """
                {"compositeRequest":[
                 {"method":"POST","url":"/services/data/v59.0/composite","referenceId":"a","body":{}},
                 {"method":"GET","url":"/elsewhere","referenceId":"b"},
                 {"method":"GET","url":"/services/data/v20.0/limits","referenceId":"c"}
                ]}
                """
            )
            #expect(results.array?.map { $0["httpStatusCode"] } == [404, 404, 410])
        }
    }

    @Test func `a composite request counts once, a batch once for each part`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let first = try await client.send("POST", "composite", Self.parts(5))
            #expect(first.headers["sforce-limit-info"] == "api-usage=1/15000")
            let parts = [String](repeating: #"{"method":"GET","url":"v59.0/limits"}"#, count: 4)
            let batch = #"{"batchRequests":[\#(parts.joined(separator: ","))]}"#
            let second = try await client.send("POST", "composite/batch", batch)
            #expect(second.headers["sforce-limit-info"] == "api-usage=5/15000")
        }
    }

    @Test(arguments: [(false, [404, 201]), (true, [404, 412])])
    func `a batch goes on after an error unless it is to halt`(halts: Bool, statuses: [JSONValue]) async throws {
        try await withSandboxServer { sandbox in
            let body = """
                {"haltOnError":\(halts),"batchRequests":[
                 {"method":"GET","url":"v59.0/sobjects/Account/001000000000001AAA"},
                 {"method":"POST","url":"v59.0/sobjects/Account","richInput":{"Name":"A&B"}}]}
                """
            let answer = try await SandboxClient(sandbox).send("POST", "composite/batch", body)
            #expect(answer.status == 200)
            #expect(answer.json?["hasErrors"] == true)
            #expect(answer.json?["results"]?.array?.map { $0["statusCode"] } == statuses)
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'A&B'").isEmpty == halts)
        }
    }

    @Test func `the composite resources are listed`() async throws {
        try await withSandboxServer { sandbox in
            let list = try await SandboxClient(sandbox).send("GET", "composite").json
            #expect(list?["tree"] == "/services/data/v59.0/composite/tree")
            #expect(list?.object?.keys == ["tree", "batch", "sobjects"])
        }
    }
}

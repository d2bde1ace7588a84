import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// The REST API on a real socket.
struct ServerTests {
    private static var empty: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        return configuration
    }

    // MARK: Discovery

    @Test func `the versions are listed without a log-in, the oldest first`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            var client = SandboxClient(sandbox)
            client.token = nil
            let answer = try await client.send("GET", "/services/data/")
            #expect(answer.status == 200)
            #expect(answer.json?.array?.last?["version"] == "67.0")
            let versions = answer.json?.array ?? []
            let labels = [31, 55, 56, 58, 59, 60].map { number in
                versions.first { $0["version"] == .string("\(number).0") }?["label"]?.string
            }
            #expect(
                labels == ["Summer '14", "Summer '22", "Winter '23", "Summer '23", "Winter '24", "Spring '24"]
            )
        }
    }

    @Test func `a version lists its resources and who is asking`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let answer = try await SandboxClient(sandbox).send("GET", "/services/data/v59.0/")
            #expect(answer.json?["sobjects"] == "/services/data/v59.0/sobjects")
            let org = sandbox.org
            #expect(
                answer.json?["identity"]
                    == .string("\(sandbox.baseURL)/id/\(org.organizationId)/\(org.administratorId)")
            )
        }
    }

    @Test func `describe has every key of a field, and what points at the object`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let contact = try #require(try await client.send("GET", "sobjects/contact/describe").json)
            #expect(contact["name"] == "Contact")
            #expect(contact["keyPrefix"] == "003")
            let fields = contact["fields"]?.array ?? []
            #expect(fields.allSatisfy { $0.object?.count == 57 })
            let email = try #require(fields.first { $0["name"] == "Email" })
            #expect(email["type"] == "email")
            #expect(email["length"] == 80)
            #expect(email["byteLength"] == 240)
            #expect(email["idLookup"] == true)
            let cases = contact["childRelationships"]?.array?.first { $0["relationshipName"] == "Cases" }
            #expect(cases?["restrictedDelete"] == true)
            #expect(contact["recordTypeInfos"]?[0]?["recordTypeId"] == "012000000000000AAA")
            let all = try await client.send("GET", "sobjects").json
            #expect(all?["sobjects"]?.array?.count == sandbox.org.schema.objects.count)
        }
    }

    // MARK: Logging in

    @Test func `a password gives a token that both schemes take`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            var client = SandboxClient(sandbox)
            client.token = nil
            let form = "grant_type=password&client_id=x&client_secret=y&username=admin%40sandbox.test&password=sandbox"
            let type = ["Content-Type": "application/x-www-form-urlencoded"]
            let answer = try await client.send("POST", "/services/oauth2/token", form, headers: type)
            #expect(answer.status == 200)
            #expect(answer.json?["instance_url"] == .string(sandbox.baseURL))
            #expect(answer.json?["token_type"] == "Bearer")
            client.token = answer.json?["access_token"]?.string
            for scheme in ["Bearer", "OAuth"] {
                client.scheme = scheme
                #expect(try await client.send("GET", "limits").status == 200)
            }
        }
    }

    @Test(arguments: [
        (
            "grant_type=password&client_id=x&username=admin@sandbox.test&password=no", "invalid_grant",
            "authentication failure"
        ),
        ("grant_type=password&client_id=x&username=nobody&password=sandbox", "invalid_grant", "authentication failure"),
        (
            "grant_type=password&client_id=x&username=greta.former@sandbox.test&password=sandbox", "invalid_grant",
            "inactive user"
        ),
        ("grant_type=password&username=a&password=b", "invalid_client_id", "client identifier invalid"),
        ("grant_type=magic", "unsupported_grant_type", "grant type not supported"),
    ])
    func `a log-in that fails is answered with an object`(form: String, error: String, text: String) async throws {
        try await withSandboxServer { sandbox in
            let answer = try await SandboxClient(sandbox).send("POST", "/services/oauth2/token", form)
            #expect(answer.status == 400)
            #expect(answer.json == ["error": .string(error), "error_description": .string(text)])
        }
    }

    @Test func `a request without a good token is turned away`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            var client = SandboxClient(sandbox)
            client.token = "00Dxx0000000000!wrong"
            let answer = try await client.send("GET", "query?q=SELECT+Id+FROM+User")
            #expect(answer.status == 401)
            #expect(
                answer.json == [["message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"]]
            )
        }
    }

    // MARK: Errors of the protocol

    @Test(arguments: [
        (
            "PUT", "sobjects/Contact/003Sb0000000001AAA",
            "HTTP Method 'PUT' not allowed. Allowed are GET,HEAD,PATCH,DELETE"
        ),
        ("PATCH", "sobjects/Contact", "HTTP Method 'PATCH' not allowed. Allowed are GET,HEAD,POST"),
        ("POST", "limits", "HTTP Method 'POST' not allowed. Allowed are GET,HEAD"),
    ])
    func `a method that a resource does not know is refused`(method: String, path: String, text: String) async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let answer = try await SandboxClient(sandbox).send(method, path, "{}")
            #expect(answer.status == 405)
            #expect(answer.error?["errorCode"] == "METHOD_NOT_ALLOWED")
            #expect(answer.error?["message"] == .string(text))
        }
    }

    @Test(arguments: [
        "sobjects/Nothing", "nothing", "sobjects/Nothing/describe", "/services/nothing", "/services/data/v99.0/",
    ])
    func `what does not exist is not found`(path: String) async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let answer = try await SandboxClient(sandbox).send("GET", path)
            #expect(answer.status == 404)
            #expect(
                answer.json == [["message": "The requested resource does not exist", "errorCode": "NOT_FOUND"]]
            )
        }
    }

    @Test func `a body that is no JSON is refused, by its type or its text`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let xml = try await client.send("POST", "sobjects/Account", "<a/>", headers: ["Content-Type": "text/xml"])
            #expect(xml.status == 415)
            #expect(xml.error?["errorCode"] == "UNSUPPORTED_MEDIA_TYPE")
            let broken = try await client.send("POST", "sobjects/Account", "{x}")
            #expect(broken.status == 400)
            #expect(broken.error?["errorCode"] == "JSON_PARSER_ERROR")
            #expect(broken.error?["message"]?.string?.hasSuffix("at [line:1, column:2]") == true)
        }
    }

    @Test func `an address that is too long is refused before the API sees it`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let answer = try await SandboxClient(sandbox).send(
                "GET",
                "query?q=" + String(repeating: "a", count: 16_384)
            )
            #expect(answer.status == 414)
            #expect(answer.text.contains("URI Too Long"))
        }
    }

    // MARK: Pages and limits

    @Test func `a long result comes in pages, from any offset`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            for number in 1...450 {
                try await sandbox.org.create("Account", ["Name": .string("Account \(number)")])
            }
            let client = SandboxClient(sandbox)
            let options = ["Sforce-Query-Options": "batchSize=200"]
            let first = try await client.send("GET", "query?q=SELECT+Name+FROM+Account+ORDER+BY+Id", headers: options)
            #expect(first.json?["totalSize"] == 450)
            #expect(first.json?["done"] == false)
            #expect(first.json?["records"]?.array?.count == 200)
            let next = try #require(first.json?["nextRecordsUrl"]?.string)
            #expect(next.hasPrefix("/services/data/v59.0/query/01g"))
            #expect(next.hasSuffix("-200"))
            let second = try await client.send("GET", next, headers: options)
            #expect(second.json?["totalSize"] == 450)
            #expect(second.json?["nextRecordsUrl"]?.string?.hasSuffix("-400") == true)
            let last = try await client.send("GET", String(next.dropLast(3)) + "449", headers: options)
            #expect(last.json?["done"] == true)
            #expect(last.json?["records"]?[0]?["Name"] == "Account 450")
            let bad = try await client.send("GET", "query/01gSb00000000zzAAA-2000")
            #expect(bad.error?["errorCode"] == "INVALID_QUERY_LOCATOR")
        }
    }

    @Test func `every answer says how much of the day's allowance is used`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            _ = try await client.send("GET", "sobjects")
            let answer = try await client.send("GET", "limits/")
            #expect(answer.headers["sforce-limit-info"] == "api-usage=2/15000")
            #expect(answer.json?["DailyApiRequests"] == ["Max": 15000, "Remaining": 14998])
            #expect(answer.headers["content-type"] == "application/json;charset=UTF-8")
        }
    }

    @Test func `the day's allowance is as large as it was said to be, and no request is answered past it`() async throws
    {
        var configuration = Self.empty
        configuration.requestsPerDay = 2
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            _ = try await client.send("GET", "sobjects")
            let last = try await client.send("GET", "sobjects")
            #expect(last.headers["sforce-limit-info"] == "api-usage=2/2")
            let refused = try await client.send("GET", "sobjects")
            #expect(refused.error?["errorCode"] == "REQUEST_LIMIT_EXCEEDED")
        }
    }

    // MARK: Notes and searches

    @Test func `a note's text is fetched from its own address`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let created = try await client.send(
                "POST",
                "sobjects/ContentNote",
                #"{"Title":"A","Content":"PHA+SGk8L3A+"}"#
            )
            let id = try #require(created.json?["id"]?.string)
            let note = try await client.send("GET", "sobjects/ContentNote/\(id)")
            let address = try #require(note.json?["Content"]?.string)
            let content = try await client.send("GET", address)
            #expect(content.text == "<p>Hi</p>")
            #expect(content.headers["content-type"] == "application/octet-stream")
        }
    }

    @Test func `a search finds a person by any part of a number`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let sosl = "search/?q=FIND+%7B5552345678%7D+IN+PHONE+FIELDS+RETURNING+Contact(Id,+Name)"
            let answer = try await client.send("GET", sosl)
            #expect(answer.json?["searchRecords"]?.array?.map { $0["Name"] } == ["Sarah Johnson"])
        }
    }

    @Test func `a compressed body is read`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            // {"LastName":"Zipped"}
            let zipped = Data(base64Encoded: "H4sIAAAAAAACA6tW8kksLvFLzE1VslKKyiwoSE1RqgUAPPx8XhUAAAA=")
            let client = SandboxClient(sandbox)
            let headers = ["Content-Encoding": "gzip"]
            let answer = try await client.send("POST", "sobjects/Contact", data: zipped, headers: headers)
            #expect(answer.status == 201)
            #expect(try await sandbox.org.query("SELECT Id FROM Contact WHERE LastName = 'Zipped'").count == 1)
        }
    }

    @Test func `answers are compressed for clients that ask for it`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let plain = try await client.send(
                "GET",
                "sobjects/Account/describe",
                headers: ["Accept-Encoding": "identity"]
            )
            #expect(plain.headers["content-encoding"] == nil)
            let zipped = try await client.send("GET", "sobjects/Account/describe", headers: ["Accept-Encoding": "gzip"])
            #expect(zipped.headers["content-encoding"] == "gzip")
            #expect(zipped.json == plain.json)
        }
    }

    @Test func `a short answer is not compressed`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let query = "query?q=SELECT+Id+FROM+Contact"
            let short = try await SandboxClient(sandbox).send("GET", query, headers: ["Accept-Encoding": "gzip"])
            #expect(short.status == 200)
            #expect(short.headers["content-encoding"] == nil)
        }
    }

    @Test(
        arguments: [
            ("gzip, deflate", "gzip"), ("deflate, gzip", "gzip"), ("deflate", "deflate"),
            ("gzip;q=0.2, deflate", "deflate"),
            ("gzip;q=0, deflate", "deflate"), ("br", nil), ("identity", nil),
        ]
    )
    func `gzip is preferred to deflate`(accepted: String, encoding: String?) async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let headers = ["Accept-Encoding": accepted]
            let answer = try await BrowserlessClient(sandbox).get("/services/data", headers: headers)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Encoding") == encoding)
        }
    }

    @Test(arguments: ["identity", "gzip"])
    func `HEAD tells the length of what GET answers, and sends none of it`(accepted: String) async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = BrowserlessClient(sandbox)
            let whole = try await client.get("/services/data")
            let head = try await client.send("HEAD", "/services/data", headers: ["Accept-Encoding": accepted])
            #expect(head.status == 200)
            #expect(head.header("Content-Length") == String(whole.text.utf8.count))
            #expect(head.text.isEmpty)
        }
    }

    @Test func `a body that becomes too large is refused like one that is`() async throws {
        var configuration = Self.empty
        configuration.maximumBodyLength = 1000
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            // A thousand times the letter a and more, in JSON.
            let zipped = Data(base64Encoded: "H4sIAAAAAAACA6tW8kvMTVWyUkocBaNgFIyCUTAKRsGQB0q1AO04Q3vbBwAA")
            let headers = ["Content-Encoding": "gzip"]
            let answer = try await client.send("POST", "sobjects/Account", data: zipped, headers: headers)
            #expect(answer.status == 413)
            let plain = #"{"Name": "\#(String(repeating: "a", count: 1000))"}"#
            #expect(try await client.send("POST", "sobjects/Account", plain).status == 413)
        }
    }

    @Test func `a body that is not compressed as is refused`() async throws {
        try await withSandboxServer(Self.empty) { sandbox in
            let client = SandboxClient(sandbox)
            let headers = ["Content-Encoding": "gzip"]
            let answer = try await client.send("POST", "sobjects/Account", #"{"Name": "A"}"#, headers: headers)
            #expect(answer.status == 400)
            #expect(answer.error?["errorCode"] == "BAD_REQUEST")
            #expect(try await client.send("POST", "sobjects/Account", #"{"Name": "A"}"#).status == 201)
        }
    }
}

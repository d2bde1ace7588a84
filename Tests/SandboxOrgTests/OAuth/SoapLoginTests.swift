import Testing

@testable import SandboxOrg

struct SoapLoginTests {
    private static func logIn(_ username: String, _ password: String, prefix: String = "n1") -> String {
        """
        <?xml version="1.0" encoding="utf-8" ?>
        <env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" \
        xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com">
          <env:Header><urn:CallOptions><urn:client>test</urn:client></urn:CallOptions></env:Header>
          <env:Body><\(prefix):login xmlns:\(prefix)="urn:partner.soap.sforce.com">
            <\(prefix):username>\(username)</\(prefix):username>
            <\(prefix):password>\(password)</\(prefix):password>
          </\(prefix):login></env:Body>
        </env:Envelope>
        """
    }

    private static func post(
        _ body: String,
        _ client: BrowserlessClient,
        path: String = "u/59.0"
    ) async throws -> BrowserlessClient.Answer {
        let headers = ["Content-Type": "text/xml", "SOAPAction": "login"]
        return try await client.send("POST", "/services/Soap/\(path)", body: body, headers: headers)
    }

    @Test(arguments: [("u/59.0", "n1"), ("c/60.0", "urn"), ("u/59.0/00DSb0000000001", "ns0")])
    func `a log-in gives a session and says where the server is`(path: String, prefix: String) async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let body = Self.logIn(OAuthFixture.administrator, "sandboxT&#111;ken", prefix: prefix)
            let answer = try await Self.post(body, BrowserlessClient(sandbox), path: path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type")?.hasPrefix("text/xml") == true)
            let version = path.split(separator: "/").prefix(2).joined(separator: "/")
            let place = "/services/Soap/\(version)/\(sandbox.org.organizationId.prefix(15))"
            #expect(answer.text.contains("<serverUrl>\(sandbox.baseURL)\(place)</serverUrl>"))
            #expect(answer.text.contains("<sessionSecondsValid>7200</sessionSecondsValid>"))
            #expect(answer.text.contains("<organizationId>\(sandbox.org.organizationId)</organizationId>"))
            let envelope = try XMLElement(parsing: Array(answer.text.utf8))
            var client = SandboxClient(sandbox)
            client.token = envelope.first("sessionId")?.text
            #expect(try await client.send("GET", "limits").status == 200)
        }
    }

    @Test func `a wrong password is a fault`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let answer = try await Self.post(Self.logIn("admin@sandbox.test", "wrong"), BrowserlessClient(sandbox))
            #expect(answer.status == 500)
            let message = "Invalid username, password, security token; or user locked out."
            #expect(answer.text.contains("<faultcode>sf:INVALID_LOGIN</faultcode>"))
            #expect(answer.text.contains("<faultstring>INVALID_LOGIN: \(message)</faultstring>"))
            #expect(answer.text.contains("<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>"))
            #expect(answer.text.contains("<sf:exceptionMessage>\(message)</sf:exceptionMessage>"))
        }
    }

    @Test func `logging out ends the session`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let body = """
                <e:Envelope xmlns:e="x"><e:Header><h:SessionHeader xmlns:h="y"><h:sessionId>\(sandbox.token)</h:sessionId>\
                </h:SessionHeader></e:Header><e:Body><logout/></e:Body></e:Envelope>
                """
            let client = BrowserlessClient(sandbox)
            let ended = try await Self.post(body, client)
            #expect(ended.status == 200)
            #expect(try await SandboxClient(sandbox).send("GET", "limits").status == 401)
            #expect(try await Self.post(body, client).text.contains("INVALID_SESSION_ID"))
        }
    }

    @Test func `what is no envelope is a fault, and nothing is fetched or expanded`() async throws {
        let bomb = """
            <!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname"><!ENTITY c "&b;&b;">]>
            """
        let nested = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let good = Self.logIn(OAuthFixture.administrator, "sandbox")
            let bodies = [
                "", "x", "<a>", "<a></b>", "<a b></a>", "<a>&b;</a>", "<a>&#xFFFFFFFF;</a>", "<a/><b/>",
                bomb + "<a>&c;</a>",
                bomb + good, nested, "<Envelope/>", "<Envelope><Body/></Envelope>",
                "<Envelope><Body><query/></Body></Envelope>",
            ]
            for body in bodies {
                let answer = try await Self.post(body, client)
                #expect(answer.status == 500, "\(body.prefix(40))")
                #expect(answer.text.contains("<faultcode>soapenv:Client</faultcode>"), "\(body.prefix(40))")
            }
            #expect(try await Self.post(good, client, path: "x/59.0").status == 404)
        }
    }
}

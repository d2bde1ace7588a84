import Doors
import Foundation
import HTTPTypes
import JSON
import Testing

/// Bad input: the protocol's own error, and nothing lost by it.
@Suite(.sandbox)
struct MCPErrorTests {
    /// A request of 2026-07-28 with something wrong in it.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = "tools/list"
        var name: String?
        let status: Int
        let code: Int
        var change: @Sendable (inout HTTPFields, inout JSONObject) -> Void = { _, _ in }
    }

    static let wrongs = [
        Wrong(testDescription: "unknown method", method: "foo/bar", status: 404, code: -32601),
        Wrong(testDescription: "ping", method: "ping", status: 404, code: -32601),
        Wrong(testDescription: "initialize", method: "initialize", status: 404, code: -32601),
        Wrong(testDescription: "unknown tool", method: "tools/call", name: "nope", status: 400, code: -32602),
        Wrong(testDescription: "no Mcp-Name", method: "tools/call", name: "search_contact", status: 400, code: -32020) {
            headers,
            _ in
            headers[MCPFixture.field("Mcp-Name")] = nil
        },
        Wrong(
            testDescription: "another Mcp-Name",
            method: "tools/call",
            name: "search_contact",
            status: 400,
            code: -32020
        ) { headers, _ in headers[MCPFixture.field("Mcp-Name")] = "create_lead" },
        Wrong(testDescription: "another Mcp-Method", status: 400, code: -32020) { headers, _ in
            headers[MCPFixture.field("Mcp-Method")] = "tools/call"
        },
        Wrong(testDescription: "two of Mcp-Method", status: 400, code: -32020) { headers, _ in
            headers.append(HTTPField(name: MCPFixture.field("Mcp-Method"), value: "tools/list"))
        },
        Wrong(testDescription: "no revision in the head", status: 400, code: -32020) { headers, _ in
            headers[MCPFixture.field("MCP-Protocol-Version")] = nil
        },
        Wrong(testDescription: "an older revision in the head", status: 400, code: -32020) { headers, _ in
            headers[MCPFixture.field("MCP-Protocol-Version")] = "2025-11-25"
        },
        Wrong(testDescription: "no _meta", status: 400, code: -32602) { _, params in params["_meta"] = nil },
        Wrong(testDescription: "no capabilities", status: 400, code: -32602) { _, params in
            params["_meta"] = ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]
        },
        Wrong(testDescription: "a revision of the future", status: 400, code: -32022) { headers, params in
            headers[MCPFixture.field("MCP-Protocol-Version")] = "2030-01-01"
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": "2030-01-01",
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        },
        Wrong(testDescription: "a second page", status: 400, code: -32602) { _, params in params["cursor"] = "2" },
        Wrong(
            testDescription: "arguments as a text",
            method: "tools/call",
            name: "search_contact",
            status: 400,
            code: -32602
        ) { _, params in params["arguments"] = #"{"search_term": "Sarah"}"# },
        Wrong(
            testDescription: "a requestState of nobody",
            method: "tools/call",
            name: "create_lead",
            status: 400,
            code: -32602
        ) { _, params in params["requestState"] = "v1.abc.def" },
        Wrong(
            testDescription: "a turn that is no number",
            method: "tools/call",
            name: "search_contact",
            status: 400,
            code: -32602
        ) { headers, _ in headers[MCPFixture.field("X-Caller-Turn")] = "many" },
        Wrong(testDescription: "nothing to listen to", method: "subscriptions/listen", status: 400, code: -32602),
    ]

    @Test func `what is wrong in a request has its code and its status`() async throws {
        try await MCPFixture.run { door in
            for wrong in Self.wrongs {
                var params = JSONObject()
                params["name"] = wrong.name.map(JSONValue.string)
                let answer = try await door.ask(wrong.method, params, changing: wrong.change)
                #expect(answer.status == wrong.status, "\(wrong.testDescription): \(answer.text)")
                #expect(answer.error == wrong.code, "\(wrong.testDescription): \(answer.text)")
                #expect(answer.json["id"] == 7, "\(wrong.testDescription): \(answer.text)")
            }
            let future = try await door.ask("tools/list", changing: Self.wrongs[12].change)
            #expect(
                future.json["error"]?["data"] == ["supported": ["2026-07-28"], "requested": "2030-01-01"],
                "\(future.text)"
            )
        }
    }

    @Test func `what is no message is refused without an id`() async throws {
        try await MCPFixture.run { door in
            let cases: [(String, Int)] = [
                ("", -32700), ("{", -32700), (#"{"jsonrpc": "2.0", "id": 1, "method": "ping""#, -32700),
                ("[]", -32600), ("7", -32600), ("{}", -32600), (#"{"jsonrpc": "1.0", "method": "ping"}"#, -32600),
                (#"{"jsonrpc": "2.0", "id": {}, "method": "ping"}"#, -32600),
                (#"{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}"#, -32600),
                (#"{"jsonrpc": "2.0", "id": null, "method": "ping"}"#, -32600),
                (#"{"jsonrpc": "2.0", "id": 1}"#, -32600), (#"{"jsonrpc": "2.0", "method": 1}"#, -32600),
            ]
            for revision in ["2026-07-28", "2025-11-25"] {
                for (body, code) in cases {
                    var headers = MCPFixture.headers([("MCP-Protocol-Version", revision)])
                    headers[.contentType] = "application/json"
                    let answer = try await door.client.ask(.post, "/mcp", bytes: Array(body.utf8), headers: headers)
                    let isReadable = body == #"{"jsonrpc": "2.0", "id": 1}"# && revision != MCPFixture.revision
                    #expect(answer.status == (isReadable ? 200 : 400), "\(revision) \(body): \(answer.text)")
                    #expect(answer.error == code, "\(revision) \(body): \(answer.text)")
                }
            }
        }
    }

    @Test func `other ways to ask are told what is taken`() async throws {
        try await MCPFixture.run { door in
            let client = door.client
            for method in [HTTPRequest.Method.get, .delete, .put, .patch, .options, .head] {
                let answer = try await client.ask(method, "/mcp", headers: MCPFixture.headers([]))
                #expect(answer.status == 405 && answer.headers[.allow] == "POST", "\(method): \(answer.status)")
            }
            let session = try await door.begin()
            let listening = try await client.ask(
                .get,
                "/mcp",
                headers: [.accept: "application/json", MCPFixture.field("Mcp-Session-Id"): session]
            )
            #expect(listening.status == 406)
            let text = try await client.ask(.post, "/mcp", bytes: [], headers: [.contentType: "text/plain"])
            #expect(text.status == 415)
            let image = try await client.ask(.post, "/mcp", [:], headers: [.accept: "image/png"])
            #expect(image.status == 406)
            let any = try await door.ask("tools/list") { headers, _ in headers[.accept] = "*/*" }
            #expect(any.status == 200)
            let none = try await door.ask("tools/list") { headers, _ in headers[.accept] = nil }
            #expect(none.status == 200)
            let stream = try await door.ask("tools/list") { headers, _ in headers[.accept] = "text/event-stream" }
            #expect(stream.status == 200 && stream.events.first?["result"]?["tools"] != nil, "\(stream.text)")
        }
    }

    @Test func `a page of another site may not ask`() async throws {
        try await MCPFixture.run { door in
            for origin in ["https://evil.example.com", "null", "https://evil.example.com:8080"] {
                let answer = try await door.ask("tools/list") { headers, _ in headers[.origin] = origin }
                #expect(answer.status == 403, "\(origin)")
            }
            let own = try await door.ask("tools/list") { headers, _ in headers[.origin] = "http://localhost:8080" }
            #expect(own.status == 200)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost", true), ("[::1]:8080", true), ("switchboard:8080", true),
        ("Board.Example.com", true), ("inside.example.net:443", true), ("evil.example.com", false),
        ("board.example.com.evil.net", false), ("127.0.0.1.evil.net", false), ("1.2.3", false), ("", false),
    ])
    func `only names of the server's own lead to it`(host: String, isTaken: Bool) {
        let place = NetworkPlace(publicURL: "https://board.example.com/", names: ["inside.example.net"])
        #expect(place.takes(authority: host) == isTaken)
        #expect(place.takes(origin: "https://\(host)", authority: host) == isTaken)
    }

    @Test(arguments: [
        ("https://board.example.com", "10.0.0.1:8080", true),
        ("http://inside.example.net:3000", "board.example.com", true),
        ("http://10.0.0.1:8080", "10.0.0.1:8080", true), ("http://switchboard:8080", "switchboard:8080", true),
        ("http://localhost:3000", "127.0.0.1:8080", true), ("http://127.0.0.1:3000", "[::1]:8080", true),
        ("http://[::1]", "localhost", true), ("http://203.0.113.5", "localhost:8080", false),
        ("http://203.0.113.5", "board.example.com", false), ("http://203.0.113.5", "10.0.0.1", false),
        ("http://printer", "switchboard:8080", false), ("http://localhost:3000", "board.example.com", false),
        ("http://localhost@evil.example.com", "localhost", false), ("http://127.0.0.1.evil.net", "127.0.0.1", false),
        ("http://evil.example.com", "evil.example.com", false), ("null", "localhost", false), ("", "localhost", false),
    ])
    func `only pages of the server's own may ask`(origin: String, host: String, isTaken: Bool) {
        let place = NetworkPlace(publicURL: "https://board.example.com/", names: ["inside.example.net"])
        #expect(place.takes(origin: origin, authority: host) == isTaken)
    }

    @Test func `whoever has no good token is told where to look`() async throws {
        try await MCPFixture.run { door in
            for token in [nil, "swb_agent_of_nobody"] {
                let answer = try await door.client.with(token: token).ask(.post, "/mcp", [:])
                let challenge = answer.headers[.wwwAuthenticate] ?? ""
                #expect(answer.status == 401 && challenge.hasPrefix("Bearer "), "\(challenge)")
                let address = try #require(challenge.firstMatch(of: #/resource_metadata="https?://[^/]+(/[^"]+)"/#))
                let metadata = try await door.client.with(token: nil).get(String(address.1))
                #expect(metadata.json["resource"]?.string?.hasSuffix("/mcp") ?? false, "\(metadata.text)")
                #expect(metadata.json["bearer_methods_supported"] == ["header"])
            }
            let owner = try await door.client.with(token: door.owner).ask(.post, "/mcp", [:])
            #expect(owner.status == 403)
        }
    }

    @Test func `a name in Base 64 is read, and one that is not well formed is none`() async throws {
        try await MCPFixture.run { door in
            let name = MCPFixture.field("Mcp-Name")
            let encoded = Data("search_contact".utf8).base64EncodedString()
            for (header, status) in [("=?base64?\(encoded)?=", 200), ("=?base64?c2VhcmNoX2NvbnRhY3R=?=", 400)] {
                let answer = try await door.ask("tools/call", ["name": "search_contact"]) { headers, _ in
                    headers[name] = header
                }
                #expect(answer.status == status, "\(header): \(answer.text)")
            }
        }
    }

    @Test func `older clients get their errors with a status of success`() async throws {
        try await MCPFixture.run { door in
            let session = try await door.begin()
            let headers = [("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25")]
            let unknown = try await door.send(["jsonrpc": "2.0", "id": 4, "method": "foo"], headers)
            #expect(unknown.status == 200 && unknown.error == -32601 && unknown.json["id"] == 4)
            let ping = try await door.send(["jsonrpc": "2.0", "id": "five", "method": "ping"], headers)
            #expect(ping.text == #"{"jsonrpc":"2.0","id":"five","result":{}}"#)
            for notification in ["notifications/initialized", "notifications/cancelled", "notifications/other"] {
                let noted = try await door.send(["jsonrpc": "2.0", "method": .string(notification)], headers)
                #expect(noted.status == 202 && noted.text.isEmpty, "\(notification): \(noted.text)")
            }
            let strange = try await door.send(
                ["jsonrpc": "2.0", "id": 6, "method": "ping"],
                [("MCP-Protocol-Version", "1999-01-01")]
            )
            #expect(strange.status == 400 && strange.error == -32602, "\(strange.text)")
        }
    }
}

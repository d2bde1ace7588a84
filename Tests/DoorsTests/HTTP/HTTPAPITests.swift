import Doors
import HTTPTypes
import JSON
import Testing
import Workspace

/// The way of one request, with an API of a few operations.
struct HTTPAPITests {
    private static let echo = Endpoint(
        .post,
        "/v1/echoes/{name}",
        "echo",
        "Says what it was told.",
        for: .person(.owner),
        query: [.init("loud", .boolean, "Whether to shout.")],
        body: .json(
            .object([.init("text", .text(upTo: 10)), .optional("times", .integer(1...3))]),
            example: ["text": "hello"]
        ),
        answers: [.json("What was said.", .anything)]
    ) { request in
        .json([
            "name": .string(request.parameter("name")), "body": .object(request.body),
            "loud": request.query["loud"] ?? false,
        ])
    }

    private static let failure = Endpoint(.get, "/v1/failures", "fail", "Fails.", for: .anyone, answers: []) { _ in
        struct Secretive: Error { let secret = "swb_agent_secret" }
        throw Secretive()
    }

    private static let arrival = Endpoint(.post, "/v1/arrivals", "arrive", "Lets in.", for: .anyone, answers: []) { _ in
        .json([:])
    }

    private func asking(
        _ configuration: Admission.Configuration = .init(),
        _ body: @escaping @Sendable (APIClient) async throws -> Void
    ) async throws {
        try await DoorsTests.asking(
            [Self.echo, Self.failure, Self.arrival],
            as: FixedCredentials.owner,
            configuration,
            body
        )
    }

    @Test func `what is sent as documented arrives`() async throws {
        try await asking { client in
            let answer = try await client.ask(.post, "/v1/echoes/O%27Brien%20%26%20Co?loud=true", ["text": "hi"])
            #expect(answer.status == 200)
            #expect(answer.text == #"{"name":"O'Brien & Co","body":{"text":"hi"},"loud":true}"#)
        }
    }

    @Test func `a request that names two hosts is refused`() async throws {
        try await asking { client in
            let host = try #require(HTTPField.Name("Host"))
            let answer = try await client.ask(.post, "/v1/echoes/a", ["text": "hi"], headers: [host: "localhost"])
            #expect(answer.status == 400 && answer.code == "host_not_once", "\(answer.text)")
        }
    }

    @Test(arguments: [
        ("", "", 401, "credentials_missing"), ("Bearer swb_admin_nobody", "", 401, "credentials_refused"),
        ("Bearer nonsense", "", 401, "credentials_refused"), ("Basic b3duZXI6", "", 401, "credentials_refused"),
        ("Bearer \(FixedCredentials.viewer)", "", 403, "owner_only"),
        ("Bearer \(FixedCredentials.agent)", "", 403, "person_only"),
        // A session is a browser's, and a browser's token is nobody's in a header; nor a token in a cookie.
        ("Bearer \(FixedCredentials.session)", "", 401, "credentials_refused"),
        ("", FixedCredentials.owner, 401, "credentials_missing"),
        ("", "swb_session_nobody", 401, "credentials_refused"),
    ])
    func `only who may gets in`(authorization: String, session: String, status: Int, code: String) async throws {
        try await asking { client in
            var headers = HTTPFields()
            if !authorization.isEmpty { headers[.authorization] = authorization }
            if !session.isEmpty { headers[.cookie] = "switchboard_session=\(session)" }
            let answer = try await client.with(token: nil).ask(.post, "/v1/echoes/a", ["text": "hi"], headers: headers)
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(answer.headers[.contentType] == "application/problem+json")
        }
    }

    @Test(arguments: [
        ("same-origin", "", 200), ("none", "", 200), ("cross-site", "", 403), ("same-site", "", 403),
        ("", "https://evil.example", 403), ("", "http://localhost", 200), ("", "", 200),
    ])
    func `another site can't use a browser's session`(site: String, origin: String, status: Int) async throws {
        try await asking { client in
            var headers: HTTPFields = [.cookie: "switchboard_session=\(FixedCredentials.session)"]
            if !site.isEmpty, let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = site }
            if !origin.isEmpty { headers[.origin] = origin }
            let answer = try await client.with(token: nil).ask(.post, "/v1/echoes/a", ["text": "hi"], headers: headers)
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [
        (#"{"text":"#, 400, "invalid_json", "The body is not JSON"), ("", 400, "invalid_json", "The body is empty"),
        ("[]", 422, "invalid_body", "This must be an object"), (#"{"text":5}"#, 422, "invalid_body", "/text"),
        (#"{}"#, 422, "invalid_body", "/text This is missing"),
        (#"{"text":"a","text":"b"}"#, 400, "invalid_json", "stands twice"),
        (#"{"text":"a","other":1}"#, 422, "invalid_body", "/other There is no such member. Known: text, times"),
        (#"{"text":"12345678901"}"#, 422, "invalid_body", "at most 10 characters"),
        (#"{"text":"\u0000"}"#, 422, "invalid_body", "U+0000"),
        (#"{"text":"a","times":4}"#, 422, "invalid_body", "from 1 to 3"),
        (#"{"text":"a","times":1.5}"#, 422, "invalid_body", "whole number"),
    ])
    func `a wrong body is told where and why`(body: String, status: Int, code: String, detail: String) async throws {
        try await asking { client in
            let answer = try await client.ask(
                .post,
                "/v1/echoes/a",
                bytes: Array(body.utf8),
                headers: [.contentType: "application/json; charset=utf-8"]
            )
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(answer.json["detail"]?.string?.contains(detail) ?? false, "\(answer.text)")
        }
    }

    @Test(arguments: [
        ("?loud=maybe", "loud"), ("?quiet=true", "quiet"), ("?loud=true&loud=true", "loud"), ("?loud", "loud"),
    ])
    func `a wrong query is told where`(query: String, place: String) async throws {
        try await asking { client in
            let answer = try await client.ask(.post, "/v1/echoes/a\(query)", ["text": "hi"])
            #expect(answer.status == 400)
            #expect(answer.json["errors"]?[0]?["place"]?.string == place)
        }
    }

    @Test(arguments: ["/v1/echoes/%ff", "/v1/echoes/%0", "/v1/echoes/%00", "/v1/echoes/a?lo%ffud=true"])
    func `a path or query that is no text is refused`(path: String) async throws {
        try await asking { client in
            let answer = try await client.ask(.post, path, ["text": "hi"])
            #expect(answer.status == 400)
        }
    }

    @Test func `another kind of body is refused`() async throws {
        try await asking { client in
            for headers: HTTPFields in [
                [.contentType: "text/plain"], [.contentType: "application/x-www-form-urlencoded"], [:],
                [.contentType: "application/json", .contentEncoding: "gzip"],
            ] {
                let answer = try await client.ask(.post, "/v1/echoes/a", bytes: Array("{}".utf8), headers: headers)
                #expect(answer.status == 415)
                #expect(answer.headers[.accept] == "application/json")
            }
        }
    }

    @Test func `a long body is not read`() async throws {
        var configuration = Admission.Configuration()
        configuration.maximumBodyLength = 100
        try await asking(configuration) { client in
            let answer = try await client.ask(
                .post,
                "/v1/echoes/a",
                ["text": .string(String(repeating: "a", count: 100))]
            )
            #expect(answer.status == 413)
            #expect(answer.code == "body_too_long")
        }
    }

    @Test func `a wrong method and a wrong path are told apart`() async throws {
        try await asking { client in
            let method = try await client.ask(.delete, "/v1/echoes/a")
            #expect(method.status == 405)
            #expect(method.headers[.allow] == "POST")
            let path = try await client.get("/v1/echo")
            #expect(path.status == 404)
            #expect(path.code == "no_such_path")
            #expect(try await client.ask(.head, "/v1/failures").status == 500)
            #expect(try await client.ask(.post, "/v1/failures").headers[.allow] == "GET, HEAD")
        }
    }

    @Test func `an error nobody expected says nothing of itself`() async throws {
        try await asking { client in
            let answer = try await client.ask(.get, "/v1/failures")
            #expect(answer.status == 500)
            #expect(!answer.text.contains("secret"))
            #expect(answer.json["request_id"]?.string == answer.headers[HTTPField.Name("X-Request-Id") ?? .server])
        }
    }

    @Test func `a request keeps the name its client gave it, when that is fit for a log`() async throws {
        let name = try #require(HTTPField.Name("X-Request-Id"))
        try await asking { client in
            let kept = try await client.ask(.get, "/v1/failures", headers: [name: "trace-0123456789"])
            #expect(kept.headers[name] == "trace-0123456789")
            for unfit in ["short", "with spaces in it", String(repeating: "a", count: 65)] {
                let fresh = try await client.ask(.get, "/v1/failures", headers: [name: unfit])
                #expect(fresh.headers[name]?.hasPrefix("req_") ?? false)
            }
        }
    }

    @Test func `who asks too often is told when to come back`() async throws {
        var configuration = Admission.Configuration()
        configuration.personLimit = RateLimit(perSecond: 0.5, burst: 2)
        try await asking(configuration) { client in
            for _ in 0..<2 { #expect(try await client.ask(.post, "/v1/echoes/a", ["text": "hi"]).status == 200) }
            let answer = try await client.ask(.post, "/v1/echoes/a", ["text": "hi"])
            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] == "2")
            // Others are not kept waiting.
            #expect(
                try await client.with(token: FixedCredentials.viewer).ask(.post, "/v1/echoes/a", ["text": "hi"]).status
                    == 403
            )
        }
    }

    @Test func `guessing at tokens is slowed down`() async throws {
        var configuration = Admission.Configuration()
        configuration.strangerLimit = RateLimit(perSecond: 0.01, burst: 3)
        try await asking(configuration) { client in
            let guesser = client.with(token: "swb_admin_guess")
            for _ in 0..<3 {
                let answer = try await guesser.ask(.post, "/v1/echoes/a", ["text": "hi"])
                #expect(answer.status == 401)
            }
            let late = try await guesser.ask(.post, "/v1/echoes/a", ["text": "hi"])
            #expect(late.status == 429)
            #expect(late.headers[.retryAfter] != nil)
            // Who has a good one at the same address does not suffer for it, however many guess meanwhile.
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await guesser.ask(.post, "/v1/echoes/a", ["text": "hi"]).status }
                }
                #expect(try await client.ask(.post, "/v1/echoes/a", ["text": "hi"]).status == 200)
                for try await status in group { #expect(status == 429) }
            }
        }
    }

    @Test func `whoever only reads keeps nobody at the address from logging in`() async throws {
        var configuration = Admission.Configuration()
        configuration.strangerLimit = RateLimit(perSecond: 0.01, burst: 3)
        try await asking(configuration) { client in
            let stranger = client.with(token: nil)
            for status in [500, 500, 500, 429] {
                let page = try await stranger.ask(.get, "/v1/failures")
                #expect(page.status == status)
            }
            let owners = try await client.ask(.post, "/v1/echoes/a", ["text": "hi"])
            #expect(owners.status == 200)
            let guess = try await client.with(token: "swb_admin_guess").ask(.post, "/v1/echoes/a", [:])
            #expect(guess.status == 401)
            for status in [200, 200, 200, 429] {
                let arrival = try await stranger.ask(.post, "/v1/arrivals")
                #expect(arrival.status == status)
            }
        }
    }
}

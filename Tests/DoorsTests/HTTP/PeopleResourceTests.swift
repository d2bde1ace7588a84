import Doors
import HTTPTypes
import JSON
import Platforms
import Testing
import Workspace

@Suite(.sandbox)
struct PeopleResourceTests {
    private func cookie(of answer: APIClient.Answer) throws -> HTTPFields {
        let header = try #require(answer.headers[.setCookie])
        return [.cookie: String(header.prefix { $0 != ";" })]
    }

    @Test func `the set-up link makes one owner, once`() async throws {
        try await APIFixture.run(isSetUp: false) { fixture, client in
            let stranger = client.with(token: nil)
            let body: JSONValue = [
                "token": .string(fixture.setUpToken), "email": "Ada@acme.test", "name": "Ada",
                "password": .string(APIFixture.password),
            ]
            var wrong = body.object ?? [:]
            wrong["token"] = "swb_setup_guess"
            let guess = try await stranger.ask(.post, "/v1/setup", .object(wrong))
            #expect(guess.status == 403 && guess.code == "no_such_link")
            wrong = body.object ?? [:]
            wrong["password"] = "short"
            let short = try await stranger.ask(.post, "/v1/setup", .object(wrong))
            #expect(short.status == 422 && short.json["errors"]?[0]?["place"] == "password", "\(short.text)")

            let first = try await stranger.ask(.post, "/v1/setup", body)
            #expect(first.status == 201 && first.json["role"] == "owner", "\(first.text)")
            let header = try #require(first.headers[.setCookie])
            #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict"))
            #expect(!first.text.contains("swb_"))

            let me = try await stranger.ask(.get, "/v1/session", headers: try cookie(of: first))
            #expect(me.json["person"]?["email"] == "ada@acme.test", "\(me.text)")
            let again = try await stranger.ask(.post, "/v1/setup", body)
            #expect(again.code == "no_such_link")
        }
    }

    @Test func `a session ends when its person logs out`() async throws {
        try await APIFixture.run { _, client in
            let stranger = client.with(token: nil)
            let body: JSONValue = ["email": "owner@acme.test", "password": .string(APIFixture.password)]
            let session = try cookie(of: try await stranger.ask(.post, "/v1/session", body))
            let before = try await stranger.ask(.get, "/v1/people", headers: session)
            #expect(before.status == 200)
            let out = try await stranger.ask(.delete, "/v1/session", headers: session)
            #expect(out.status == 204 && out.headers[.setCookie]?.contains("Max-Age=0") ?? false)
            let after = try await stranger.ask(.get, "/v1/people", headers: session)
            #expect(after.status == 401)
        }
    }

    @Test func `guessing a password is stopped, and says nothing of who is there`() async throws {
        try await APIFixture.run { _, client in
            let stranger = client.with(token: nil)
            for email in ["owner@acme.test", "nobody@acme.test"] {
                for _ in 0..<5 {
                    let wrong = try await stranger.ask(
                        .post,
                        "/v1/session",
                        ["email": .string(email), "password": "a wrong password"]
                    )
                    #expect(wrong.status == 401 && wrong.code == "wrong_credentials")
                }
            }
            let audit = try await client.get("/v1/audit?action=logIn").json["items"]?.array ?? []
            #expect(audit.count == 10 && audit.allSatisfy { $0["outcome"] == "wrong_credentials" }, "\(audit)")
        }
    }

    @Test func `who signed in, who was kept out, and whom they said they were is on record`() async throws {
        var configuration = Admission.Configuration()
        configuration.isBehindProxy = true
        try await APIFixture.run(configuration) { _, client in
            let stranger = client.with(token: nil)
            let place = HTTPField.Name("X-Forwarded-For").map { [$0: "192.0.2.7"] as HTTPFields } ?? [:]
            for (email, password) in [
                ("owner@acme.test", "guess"), ("nobody@acme.test", "guess"), ("owner@acme.test", APIFixture.password),
            ] {
                let body: JSONValue = ["email": .string(email), "password": .string(password)]
                _ = try await stranger.ask(.post, "/v1/session", body, headers: place)
            }
            let people = try await client.get("/v1/people").json["items"]?.array ?? []
            let owner = try #require(people.first?["id"])
            let audit = try await client.get("/v1/audit?action=logIn").json["items"]?.array ?? []
            #expect(audit.map { $0["by"] } == [owner, "anonymous", "anonymous"], "\(audit)")
            #expect(audit.map { $0["outcome"] } == ["done", "wrong_credentials", "wrong_credentials"])
            #expect(audit.map { $0["details"]?["person_id"] } == [nil, nil, owner])
            #expect(audit.allSatisfy { $0["details"]?["address"] == "192.0.2.7" })
        }
    }

    @Test func `what a proxy gives for an address and is none is not kept`() async throws {
        var configuration = Admission.Configuration()
        configuration.isBehindProxy = true
        try await APIFixture.run(configuration) { _, client in
            let long = String(repeating: "9", count: 65)
            let place = HTTPField.Name("X-Forwarded-For").map { [$0: long] as HTTPFields } ?? [:]
            let body: JSONValue = ["email": "nobody@acme.test", "password": "guess"]
            _ = try await client.with(token: nil).ask(.post, "/v1/session", body, headers: place)
            let audit = try await client.get("/v1/audit?action=logIn").json["items"]?.array ?? []
            #expect(audit.count == 1 && audit[0]["details"] == [:], "\(audit)")
        }
    }

    @Test func `sessions come page by page, the newest first`() async throws {
        try await APIFixture.run { fixture, client in
            for number in 0..<5 {
                _ = try await fixture.services.people.logIn(
                    email: "owner@acme.test",
                    password: Secret(APIFixture.password),
                    from: "192.0.2.\(number)"
                )
            }
            let all = try await client.get("/v1/sessions").json["items"]?.array ?? []
            #expect(all.count > 5)
            var found: [JSONValue] = []
            var path = "/v1/sessions?limit=2"
            while true {
                let page = try await client.get(path).json
                let items = page["items"]?.array ?? []
                found += items
                guard let next = page["next"]?.string else { break }
                #expect(items.count == 2)
                try #require(found.count <= all.count)
                path = "/v1/sessions?limit=2&cursor=\(next)"
            }
            #expect(found == all)
            let moments = found.compactMap { $0["created_at"]?.string }
            #expect(moments == moments.sorted(by: >))
        }
    }

    @Test func `a session says what it is used with, and its person ends it`() async throws {
        try await APIFixture.run { _, client in
            let stranger = client.with(token: nil)
            _ = try await client.ask(
                .post,
                "/v1/people",
                ["email": "grace@acme.test", "name": "Grace", "role": "viewer", "password": "a first long password"]
            )
            let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
            func logIn(_ email: String, _ password: String) async throws -> HTTPFields {
                let body: JSONValue = ["email": .string(email), "password": .string(password)]
                return try cookie(
                    of: try await stranger.ask(.post, "/v1/session", body, headers: [.userAgent: firefox])
                )
            }
            let owner = try await logIn("owner@acme.test", APIFixture.password)
            let first = try await logIn("grace@acme.test", "a first long password")
            let second = try await logIn("grace@acme.test", "a first long password")
            func sessions(_ fields: HTTPFields) async throws -> [JSONValue] {
                try await stranger.ask(.get, "/v1/sessions", headers: fields).json["items"]?.array ?? []
            }
            // One is that of the set-up.
            #expect(try await sessions(owner).count == 4)
            let graces = try await sessions(second)
            #expect(graces.count == 2 && graces.allSatisfy { $0["device"] == "Firefox on Linux" }, "\(graces)")
            #expect(graces.count { $0["current"] == true } == 1)
            let other = try #require(graces.first { $0["current"] == false }?["id"]?.string)
            let owners = try #require(try await sessions(owner).first { $0["current"] == true }?["id"]?.string)
            let foreign = try await stranger.ask(.delete, "/v1/sessions/\(owners)", headers: second)
            #expect(foreign.code == "no_such_session")
            let ended = try await stranger.ask(.delete, "/v1/sessions/\(other)", headers: second)
            #expect(ended.status == 204)
            #expect(try await sessions(first).isEmpty)
            let audit = try await client.get("/v1/audit?action=endSession").json["items"]?.array ?? []
            #expect(audit.map { $0["outcome"] } == ["done", "no_such_session"], "\(audit)")
        }
    }

    @Test(arguments: [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari on iPhone"
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android"
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15",
            "Safari on macOS"
        ),
        ("curl/8.5.0", "curl"), ("python-requests/2.32.5", "python-requests"), ("<script>", nil), ("", nil),
        (String(repeating: "x", count: 4000), nil),
    ])
    func `of what a browser says of itself, its name and system are kept`(text: String, name: String?) {
        #expect(DeviceName.name(in: text) == name)
    }

    @Test func `people come and go, and one owner stays`() async throws {
        try await APIFixture.run { fixture, client in
            let body: JSONValue = [
                "email": "grace@acme.test", "name": "Grace", "role": "viewer", "password": "a first long password",
            ]
            let created = try await client.ask(.post, "/v1/people", body)
            #expect(created.status == 201, "\(created.text)")
            let path = try #require(created.headers[.location])
            let twice = try await client.ask(.post, "/v1/people", body)
            #expect(twice.code == "email_taken")

            let tag = try #require(try await client.get(path).headers[.eTag])
            let changed = try await client.ask(.patch, path, ["role": "owner"], headers: [.ifMatch: tag])
            #expect(changed.json["role"] == "owner" && changed.headers[.eTag] != tag)
            let late = try await client.ask(.patch, path, ["role": "viewer"], headers: [.ifMatch: tag])
            #expect(late.status == 412)

            let reset = try await client.ask(.put, "\(path)/password", ["password": "a second long password"])
            #expect(reset.status == 204)
            let arrival = try await client.with(token: nil).ask(
                .post,
                "/v1/session",
                ["email": "grace@acme.test", "password": "a second long password"]
            )
            #expect(arrival.status == 200)
            let own = try await client.with(token: nil).ask(
                .put,
                "/v1/session/password",
                ["current": "a second long password", "new": "a third long password"],
                headers: try cookie(of: arrival)
            )
            #expect(own.status == 204, "\(own.text)")

            let removed = try await client.ask(.delete, path)
            #expect(removed.status == 204)
            let gone = try await client.get(path)
            #expect(gone.code == "no_such_person")
            let people = try await client.get("/v1/people").json["items"]?.array ?? []
            let last = try await client.ask(.delete, "/v1/people/\(people[0]["id"]?.string ?? "")")
            #expect(last.code == "last_owner")
        }
    }

    @Test func `a token does what its role may until it is revoked`() async throws {
        try await APIFixture.run { _, client in
            let created = try await client.ask(.post, "/v1/tokens", ["name": "export", "role": "viewer"])
            #expect(created.status == 201)
            let program = client.with(token: try #require(created.json["token"]?.string))
            let reading = try await program.get("/v1/tokens")
            #expect(reading.status == 200 && !reading.text.contains("swb_admin"), "\(reading.text)")
            let writing = try await program.ask(.post, "/v1/tokens", ["name": "more", "role": "owner"])
            #expect(writing.code == "owner_only")
            let revoked = try await client.ask(.delete, "/v1/tokens/\(created.json["id"]?.string ?? "")")
            #expect(revoked.status == 204)
            let after = try await program.get("/v1/tokens")
            #expect(after.status == 401)
            let over = try await client.ask(
                .post,
                "/v1/tokens",
                ["name": "late", "role": "viewer", "expires_at": "2020-01-01T00:00:00Z"]
            )
            #expect(over.status == 422)
        }
    }
}

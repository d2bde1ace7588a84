import Doors
import HTTPTypes
import JSON
import SandboxOrg
import Testing

/// Connections, actions and agents.
@Suite(.sandbox)
struct WorkspaceResourceTests {
    @Test func `an org is connected, described, signed out of and in again, and removed`() async throws {
        try await APIFixture.run { fixture, client in
            let created = try await client.ask(.post, "/v1/connections", fixture.connectionBody)
            #expect(created.status == 201 && created.json["status"] == "connected", "\(created.text)")
            #expect(!created.text.contains("app-secret"))
            let path = try #require(created.headers[.location])
            let twice = try await client.ask(.post, "/v1/connections", fixture.connectionBody)
            #expect(twice.code == "name_taken")

            let objects = try await client.get("\(path)/objects?limit=200")
            #expect(objects.json["items"]?.array?.contains { $0["name"] == "Contact" } ?? false, "\(objects.text)")
            let contact = try await client.get("\(path)/objects/contact")
            #expect(contact.json["name"] == "Contact", "\(contact.text)")
            for name in ["Nothing__c", "a%2Fb", "%2e%2e"] {
                let nothing = try await client.get("\(path)/objects/\(name)")
                #expect(nothing.status == 404, "\(nothing.text)")
            }

            let tag = try #require(try await client.get(path).headers[.eTag])
            let renamed = try await client.ask(.patch, path, ["name": "Demo"], headers: [.ifMatch: tag])
            #expect(renamed.json["name"] == "Demo" && renamed.json["status"] == "connected", "\(renamed.text)")
            let late = try await client.ask(.patch, path, ["name": "Late"], headers: [.ifMatch: tag])
            #expect(late.status == 412)

            let out = try await client.ask(.post, "\(path)/disconnect")
            #expect(out.json["revoked"] == true, "\(out.text)")
            let unusable = try await client.get("\(path)/objects/Lead")
            #expect(unusable.status == 424, "\(unusable.text)")
            let again = try await client.ask(.post, "\(path)/reconnect")
            #expect(again.json["status"] == "connected", "\(again.text)")
            let lateRemoval = try await client.ask(.delete, path, headers: [.ifMatch: tag])
            #expect(lateRemoval.status == 412, "\(lateRemoval.text)")
            let newTag = try #require(try await client.get(path).headers[.eTag])
            let removed = try await client.ask(.delete, path, headers: [.ifMatch: newTag])
            #expect(removed.status == 200)
            let gone = try await client.get(path)
            #expect(gone.code == "no_such_connection")
        }
    }

    @Test func `somebody signs in with a browser`() async throws {
        try await APIFixture.run { fixture, client in
            let begun = try await client.ask(
                .post,
                "/v1/connections",
                [
                    "name": "Browser", "login_host": .string(fixture.sandbox.baseURL), "grant": "authorization_code",
                    "client_id": "app",
                ]
            )
            #expect(begun.status == 201 && begun.json["status"] == "disconnected", "\(begun.text)")
            let url = try #require(begun.json["authorization_url"]?.string)
            #expect(url.contains("code_challenge_method=S256"), "\(url)")
            let stranger = client.with(token: nil)
            let unknown = try await stranger.get("/v1/connections/callback?state=guess&code=x")
            #expect(unknown.code == "no_such_sign_in")
            let none = try await stranger.get("/v1/connections/callback")
            #expect(none.code == "no_such_sign_in")
            let state = try #require(url.split(separator: "&").first { $0.hasPrefix("state=") }?.dropFirst(6))
            let refused = try await stranger.get("/v1/connections/callback?state=\(state)&error=access_denied")
            #expect(refused.status == 422 && refused.code == "sign_in_refused", "\(refused.text)")
            let again = try await stranger.get("/v1/connections/callback?state=\(state)&code=x")
            #expect(again.code == "no_such_sign_in")
        }
    }

    @Test func `settings that make no sense are refused`() async throws {
        try await APIFixture.run { fixture, client in
            let cases: [(member: String, value: JSONValue?)] = [
                ("login_host", "http://evil.example"), ("grant", "password"), ("client_id", ""),
                ("client_secret", nil), ("reserved_percent", 95), ("api_version", "1"),
            ]
            for (member, value) in cases {
                var body = fixture.connectionBody.object ?? [:]
                body[member] = value
                let answer = try await client.ask(.post, "/v1/connections", .object(body))
                #expect(answer.status == 422, "\(answer.text)")
                #expect(answer.json["errors"]?[0]?["place"]?.string == "/\(member)", "\(answer.text)")
            }
        }
    }

    @Test func `actions are made of templates and definitions, changed and removed`() async throws {
        try await APIFixture.run { fixture, client in
            let connection = try await fixture.connect(client)
            let fromTemplate: JSONValue = ["connection_id": .string(connection), "template": "search_contact"]
            let first = try await client.ask(.post, "/v1/actions", fromTemplate)
            #expect(first.status == 201 && first.json["name"] == "search_contact", "\(first.text)")
            let second = try await client.ask(.post, "/v1/actions", fromTemplate)
            #expect(second.json["name"] == "search_contact_2")
            let definition: JSONValue = [
                "name": "find_order", "description": "Find an order.",
                "soql": "SELECT Id FROM Order WHERE OrderNumber = '{{number}}' LIMIT 5",
            ]
            let custom = try await client.ask(
                .post,
                "/v1/actions",
                ["connection_id": .string(connection), "definition": definition]
            )
            #expect(custom.json["parameters"]?[0]?["name"] == "number", "\(custom.text)")
            let text = try await client.ask(
                .post,
                "/v1/actions",
                [
                    "connection_id": .string(connection),
                    "definition": "name: other\nsoql: SELECT Id FROM Account LIMIT 1\n",
                ]
            )
            #expect(text.json["name"] == "other", "\(text.text)")

            let path = try #require(custom.headers[.location])
            let shown = try await client.get(path)
            #expect(shown.json["definition"] == definition, "\(shown.text)")
            let tag = try #require(shown.headers[.eTag])
            let preview = try await client.ask(.post, "\(path)/preview", ["arguments": ["number": "O'Brien"]])
            #expect(
                preview.json["requests"]?[0]?["query"]?["q"]?.string?.contains("'O\\'Brien'") ?? false,
                "\(preview.text)"
            )
            var changed = definition.object ?? [:]
            changed["description"] = "Find an order by its number."
            let replaced = try await client.ask(
                .put,
                path,
                ["definition": .object(changed)],
                headers: [.ifMatch: tag]
            )
            #expect(replaced.json["description"] == "Find an order by its number.", "\(replaced.text)")
            let late = try await client.ask(.put, path, ["definition": definition], headers: [.ifMatch: tag])
            #expect(late.status == 412)

            let inUse = try await client.ask(.delete, "/v1/connections/\(connection)")
            #expect(inUse.code == "in_use")
            let removed = try await client.ask(.delete, path)
            #expect(removed.json == ["taken_from": []])
            let list = try await client.get("/v1/actions?connection_id=\(connection)")
            #expect(list.json["items"]?.array?.count == 3, "\(list.text)")
        }
    }

    @Test func `a definition that is wrong is told where and why`() async throws {
        try await APIFixture.run { fixture, client in
            let connection = try await fixture.connect(client)
            for (definition, detail) in [
                ("name: a\nsoql: SELECT FROM\n", "2:"), ("- [", "YAML"),
                ("name: A b\nsoql: SELECT Id FROM Account", "name"),
            ] {
                let answer = try await client.ask(
                    .post,
                    "/v1/actions",
                    ["connection_id": .string(connection), "definition": .string(definition)]
                )
                #expect(answer.status == 422 && answer.text.contains(detail), "\(answer.text)")
                let preview = try await client.ask(
                    .post,
                    "/v1/definitions/preview",
                    ["definition": .string(definition)]
                )
                #expect(preview.status == 422)
            }
            let unknown = try await client.ask(
                .post,
                "/v1/actions",
                ["connection_id": .string(connection), "template": "search_contakt"]
            )
            #expect(unknown.text.contains("Did you mean search_contact"), "\(unknown.text)")
        }
    }

    @Test func `an agent gets actions and a token, and sees only what is its own`() async throws {
        try await APIFixture.run { fixture, client in
            let connection = try await fixture.connect(client)
            let action = try await client.ask(
                .post,
                "/v1/actions",
                ["connection_id": .string(connection), "template": "search_contact"]
            )
            let actionID = try #require(action.json["id"]?.string)
            let created = try await client.ask(
                .post,
                "/v1/agents",
                ["name": "Desk", "time_zone": "Europe/Berlin", "actions": [["action": .string(actionID)]]]
            )
            #expect(created.status == 201 && created.json["has_token"] == false, "\(created.text)")
            let path = try #require(created.headers[.location])
            let tag = try #require(created.headers[.eTag])
            let changed = try await client.ask(.patch, path, ["read_only": true], headers: [.ifMatch: tag])
            #expect(
                changed.json["read_only"] == true && changed.json["time_zone"] == "Europe/Berlin",
                "\(changed.text)"
            )
            let late = try await client.ask(.patch, path, ["read_only": false], headers: [.ifMatch: tag])
            #expect(late.status == 412)
            let enabled = try await client.ask(.put, "\(path)/actions/\(actionID)", ["assurance": "verified"])
            #expect(enabled.json["actions"]?[0]?["assurance"] == "verified", "\(enabled.text)")
            let unknown = try await client.ask(.put, "\(path)/actions/act_nothing", [:])
            #expect(unknown.status == 422, "\(unknown.text)")

            let issued = try await client.ask(.post, "\(path)/token")
            let token = try #require(issued.json["token"]?.string)
            let agent = client.with(token: token)
            let tools = try await agent.get("\(path)/tools?dialect=anthropic")
            #expect(tools.json[0]?["input_schema"] != nil, "\(tools.text)")
            let other = try await agent.get("/v1/agents/agt_other/tools")
            #expect(other.status == 404)
            let settings = try await agent.get(path)
            #expect(settings.json["read_only"] != nil, "\(settings.text)")
            let others = try await agent.get("/v1/agents/agt_other")
            #expect(others.status == 404)
            let inUse = try await client.ask(.delete, "/v1/actions/\(actionID)")
            #expect(inUse.code == "in_use")

            let rotated = try await client.ask(.post, "\(path)/token")
            let before = try await agent.get("\(path)/tools")
            #expect(before.status == 401)
            let next = client.with(token: try #require(rotated.json["token"]?.string))
            _ = try await client.ask(.delete, "\(path)/token")
            let after = try await next.get("\(path)/tools")
            #expect(after.status == 401)
            let disabled = try await client.ask(.delete, "\(path)/actions/\(actionID)")
            #expect(disabled.json["actions"] == [])
            let removed = try await client.ask(.delete, path)
            #expect(removed.status == 204)
            let gone = try await client.get(path)
            #expect(gone.code == "no_such_agent")
        }
    }
}

import Doors
import HTTPTypes
import JSON
import Platforms
import Testing
import Workspace

@Suite(.sandbox)
struct ChannelResourceTests {
    @Test func `the secret of a channel is set and removed, and never shown`() async throws {
        try await APIFixture.run { fixture, client in
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Agent"))
            let path = "/v1/agents/\(agent.id)/channels"
            let secret = "key_0123456789abcdef"
            let before = try await client.get("\(path)/retell")
            #expect(before.json == ["channel": "retell", "has_secret": false], "\(before.text)")
            let set = try await client.ask(.put, "\(path)/retell", ["secret": .string(secret)])
            #expect(set.json["has_secret"] == true && set.json["secret_set_at"] != nil, "\(set.text)")
            let list = try await client.get(path)
            let known = list.json["items"]?.array?.filter { $0["has_secret"] == true }.compactMap(\.["channel"]?.string)
            #expect(known == ["retell"], "\(list.text)")
            let whole = try await client.get("/v1/workspace")
            for answer in [set, list, whole] { #expect(!answer.text.contains(secret)) }
            #expect(try await fixture.services.channels.secret(of: agent.id, .retell)?.text == secret)
            let removed = try await client.ask(.delete, "\(path)/retell")
            #expect(removed.status == 204)
            #expect(try await fixture.services.channels.secret(of: agent.id, .retell) == nil)
        }
    }

    @Test(arguments: [
        ("vapi", "short", 422), ("vapi", "with a space in the middle", 422), ("fax", "0123456789abcdef", 404),
    ])
    func `what is no secret or no channel is refused`(channel: String, secret: String, status: Int) async throws {
        try await APIFixture.run { fixture, client in
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Agent"))
            let answer = try await client.ask(
                .put,
                "/v1/agents/\(agent.id)/channels/\(channel)",
                ["secret": .string(secret)]
            )
            #expect(answer.status == status, "\(answer.text)")
            let unknown = try await client.get("/v1/agents/agt_none/channels/vapi")
            #expect(unknown.code == "no_such_agent")
        }
    }
}

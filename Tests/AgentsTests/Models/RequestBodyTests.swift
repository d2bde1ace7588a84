import Actions
import Foundation
import JSON
import Platforms
import Testing

@testable import Agents

@Suite struct RequestBodyTests {
    private let search = ToolCall(id: "c1", name: "search_contact", arguments: ["search_term": "Sarah"])
    private let account = ToolCall(id: "c2", name: "search_account", arguments: [:])

    private func request(_ entries: [Transcript.Entry]) -> ModelRequest {
        var transcript = Transcript()
        transcript.entries = entries
        var prompt = SystemPrompt(Briefing(agent: "Alex", instructions: "", now: Date(), timeZone: .gmt), tools: [])
        prompt.standing = "standing"
        prompt.situation = "situation"
        return ModelRequest(
            prompt: prompt,
            transcript: transcript,
            tools: [ToolSchema("list_queues", title: "List", description: "List them.", effect: .reads)],
            deadline: .now
        )
    }

    private var talk: [Transcript.Entry] {
        [
            .agent(text: "Hello!", uses: []),
            .caller("I'm Sarah"),
            .caller("from Acme"),
            .agent(text: "One moment.", uses: [search, account]),
            .outcome(search, ["outcome": "completed"]),
            .outcome(account, ["outcome": "not_found"]),
            .caller("Well?"),
        ]
    }

    private func settings(_ url: String = "http://localhost/v1") throws -> ModelSettings {
        try #require(ModelSettings(url: url, name: "model-1"))
    }

    @Test func `chat completions get every use followed by its result`() throws {
        let body = ChatCompletionsWire(settings: try settings()).body(of: request(talk))
        let expected = #"""
            {"model":"model-1","messages":[{"role":"system","content":"standing\n\nsituation"},
            {"role":"user","content":"<event>The call has begun. The caller waits for you to speak.</event>"},
            {"role":"assistant","content":"Hello!"},
            {"role":"user","content":"<caller>I'm Sarah</caller>\n<caller>from Acme</caller>"},
            {"role":"assistant","content":"One moment.","tool_calls":[
            {"id":"c1","type":"function","function":{"name":"search_contact","arguments":"{\"search_term\":\"Sarah\"}"}},
            {"id":"c2","type":"function","function":{"name":"search_account","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"<records>{\"outcome\":\"completed\"}</records>"},
            {"role":"tool","tool_call_id":"c2","content":"<records>{\"outcome\":\"not_found\"}</records>"},
            {"role":"user","content":"<caller>Well?</caller>"}],
            "stream":true,"stream_options":{"include_usage":true},
            "tools":[{"type":"function","function":{"name":"list_queues","description":"List them.","parameters":{"type":"object","properties":{}}}}],
            "max_tokens":1024}
            """#
        #expect(body.serializedText() == expected.replacing("\n", with: ""))
    }

    @Test func `messages get the results and the caller's words in one turn`() throws {
        let body = AnthropicWire(settings: try settings()).body(of: request(talk))
        let expected = #"""
            {"model":"model-1","max_tokens":1024,
            "system":[{"type":"text","text":"standing","cache_control":{"type":"ephemeral"}},{"type":"text","text":"situation"}],
            "messages":[{"role":"user","content":[{"type":"text","text":"<event>The call has begun. The caller waits for you to speak.</event>"}]},
            {"role":"assistant","content":[{"type":"text","text":"Hello!"}]},
            {"role":"user","content":[{"type":"text","text":"<caller>I'm Sarah</caller>\n<caller>from Acme</caller>"}]},
            {"role":"assistant","content":[{"type":"text","text":"One moment."},
            {"type":"tool_use","id":"c1","name":"search_contact","input":{"search_term":"Sarah"}},
            {"type":"tool_use","id":"c2","name":"search_account","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"<records>{\"outcome\":\"completed\"}</records>"},
            {"type":"tool_result","tool_use_id":"c2","content":"<records>{\"outcome\":\"not_found\"}</records>"},
            {"type":"text","text":"<caller>Well?</caller>"}]}],
            "stream":true,
            "tools":[{"name":"list_queues","description":"List them.","input_schema":{"type":"object","properties":{}}}]}
            """#
        #expect(body.serializedText() == expected.replacing("\n", with: ""))
    }

    @Test func `a conversation that has not begun asks the agent to speak`() throws {
        let body = ChatCompletionsWire(settings: try settings()).body(of: request([]))
        #expect(body["messages"]?[1]?["role"] == "user")
    }

    @Test(arguments: [
        ("https://api.openai.com", "https://api.openai.com/v1/chat/completions"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions"),
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
        ("https://models.example/team/openai", "https://models.example/team/openai/chat/completions"),
    ])
    func `the address is found under what people copy`(url: String, address: String) throws {
        #expect(try settings(url).address(of: "chat/completions") == address)
    }

    @Test(arguments: [
        "", "api.openai.com", "ftp://host/", "https://", "https://host/v1?key=abc", "https://me:pw@host/v1",
    ])
    func `what is no provider's address is refused`(url: String) {
        #expect(ModelSettings(url: url, name: "m") == nil)
    }

    @Test func `a key in the clear over the network is known`() throws {
        var far = try settings("http://models.example/v1")
        #expect(!far.exposesKey)
        far.key = .init("k")
        #expect(far.exposesKey)
        var near = try settings("http://127.0.0.1:8080/v1")
        near.key = .init("k")
        #expect(!near.exposesKey)
        #expect(!"\(near)".contains("\"k\""))
    }
}

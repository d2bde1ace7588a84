import Actions
import Foundation
import JSON
import NIOHTTP1
import Platforms
import Testing

@testable import Agents

/// The providers, each on its own wire, against a server on a real socket.
@Suite struct ProviderTests {
    enum Wire: CaseIterable, Sendable {
        case chatCompletions, messages

        func model(_ settings: ModelSettings, _ transport: ModelTransport) -> any LanguageModel {
            switch self {
            case .chatCompletions: OpenAICompatibleModel(settings, over: transport)
            case .messages: AnthropicModel(settings, over: transport)
            }
        }

        /// "Hello " and "there.", each in a piece of its own, without an end.
        var begun: [String] {
            switch self {
            case .chatCompletions:
                ["Hello ", "there."].map { "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}\n\n" }
            case .messages:
                [
                    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                ]
                    + ["Hello ", "there."].map {
                        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\($0)\"}}\n\n"
                    }
            }
        }

        var greeting: ModelServer.Reply {
            switch self {
            case .chatCompletions: .stream(begun + ["data: [DONE]\n\n"])
            case .messages: .stream(begun + ["event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"])
            }
        }

        var whole: String {
            switch self {
            case .chatCompletions:
                #"{"choices":[{"message":{"role":"assistant","content":"Hello there.","tool_calls":null},"finish_reason":"stop"}]}"#
            case .messages:
                #"{"type":"message","content":[{"type":"text","text":"Hello there."}],"stop_reason":"end_turn"}"#
            }
        }

        var halfUse: [String] {
            switch self {
            case .chatCompletions:
                [
                    "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"create_case\",\"arguments\":\"{\\\"Sub\"}}]}}]}\n\n"
                ]
            case .messages:
                [
                    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"create_case\",\"input\":{}}}\n\n",
                    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"Sub\"}}\n\n",
                ]
            }
        }
    }

    private func respond(
        _ wire: Wire,
        _ replies: [ModelServer.Reply],
        patience: Duration = .seconds(5),
        firstWord: Duration = .seconds(3),
        silence: Duration = .seconds(5),
        key: Secret? = nil
    ) async throws -> (said: [String], uses: [ToolCall], received: [ModelServer.Received], error: ModelError?) {
        let transport = ModelTransport(silence: silence)
        let result = try await ModelServer.run(replies) { server in
            var settings = try #require(ModelSettings(url: server.url, name: "model-1", key: key))
            settings.firstWordPatience = firstWord
            settings.backoff = .milliseconds(10)
            let request = ModelRequest(
                prompt: SystemPrompt(Briefing(agent: "Alex", instructions: "", now: Date(), timeZone: .gmt), tools: []),
                transcript: Transcript(),
                tools: [],
                deadline: .now.advanced(by: patience)
            )
            var said: [String] = []
            var uses: [ToolCall] = []
            var failure: ModelError?
            do {
                for try await event in wire.model(settings, transport).response(to: request) {
                    switch event {
                    case .text(let words): said.append(words)
                    case .use(let use): uses.append(use)
                    case .usage: break
                    }
                }
            } catch let error as ModelError {
                failure = error
            }
            return (said, uses, server.received, failure)
        }
        await transport.shutdown()
        return result
    }

    @Test(arguments: Wire.allCases)
    func `words stream in as the model says them`(wire: Wire) async throws {
        let response = try await respond(wire, [wire.greeting])
        #expect(response.said == ["Hello ", "there."])
        #expect(response.error == nil)
    }

    @Test(arguments: Wire.allCases)
    func `a server that does not stream is understood too`(wire: Wire) async throws {
        let response = try await respond(wire, [.json(200, wire.whole)])
        #expect(response.said == ["Hello there."] && response.error == nil)
    }

    @Test(
        arguments: Wire.allCases,
        [
            ModelServer.Reply.json(429, "{}"), .json(500, "oh"), .json(503, ""), .json(529, "{}"), .close,
            .cutStream([]), .json(200, "{"),
        ]
    )
    func `what failed before the first word is asked for again`(wire: Wire, failure: ModelServer.Reply) async throws {
        let response = try await respond(wire, [failure, wire.greeting])
        #expect(response.said == ["Hello ", "there."])
        #expect(response.received.count == 2)
    }

    @Test(arguments: Wire.allCases)
    func `a model that does not begin is asked again`(wire: Wire) async throws {
        let response = try await respond(wire, [.silence, wire.greeting], firstWord: .milliseconds(200))
        #expect(response.said == ["Hello ", "there."])
    }

    @Test(arguments: Wire.allCases)
    func `what the caller has heard is not said twice`(wire: Wire) async throws {
        let response = try await respond(wire, [.cutStream(wire.begun), wire.greeting])
        #expect(response.said == ["Hello ", "there."])
        #expect(response.error?.kind == .cutOff)
        #expect(response.received.count == 1)
    }

    @Test(arguments: Wire.allCases)
    func `a use that is cut off is never carried out`(wire: Wire) async throws {
        let response = try await respond(
            wire,
            [.cutStream(wire.halfUse), .cutStream(wire.halfUse), .cutStream(wire.halfUse)]
        )
        #expect(response.uses.isEmpty)
        #expect(response.error?.kind == .cutOff)
    }

    @Test(arguments: Wire.allCases)
    func `a stream that stalls ends with the turn`(wire: Wire) async throws {
        let response = try await respond(wire, [.stalledStream(wire.begun)], patience: .milliseconds(300))
        #expect(response.said == ["Hello ", "there."])
        #expect(response.error?.kind == .timedOut)
    }

    @Test(
        arguments: Wire.allCases,
        [(400, ModelError.Kind.requestRefused), (401, .keyRefused), (404, .requestRefused)]
    )
    func `what will not get better is not tried again`(wire: Wire, refusal: (Int, ModelError.Kind)) async throws {
        let body = #"{"error":{"message":"Incorrect API key provided: sk-ver*****cret"}}"#
        let response = try await respond(wire, [.json(refusal.0, body), wire.greeting], key: Secret("sk-very-secret"))
        #expect(response.error?.kind == refusal.1)
        #expect(response.received.count == 1)
        #expect(response.error.map { "\($0)" }?.contains("sk-") == false)
    }

    @Test(arguments: Wire.allCases)
    func `a provider that asks for more patience than there is is not asked again`(wire: Wire) async throws {
        let busy = ModelServer.Reply.answer(429, ["Retry-After": "60"], "{}")
        let response = try await respond(wire, [busy, wire.greeting])
        #expect(response.error?.kind == .overloaded && response.error?.retryAfter == .seconds(60))
        #expect(response.received.count == 1)
    }

    @Test(arguments: Wire.allCases)
    func `a redirect is not followed with the key`(wire: Wire) async throws {
        let elsewhere = ModelServer.Reply.answer(307, ["Location": "http://127.0.0.1:1/"], "")
        let response = try await respond(wire, [elsewhere, elsewhere, elsewhere], key: Secret("k"))
        #expect(response.error?.kind == .unreadable)
    }

    @Test func `each wire has its own address and key`() async throws {
        let chat = try await respond(.chatCompletions, [Wire.chatCompletions.greeting], key: Secret("k1")).received
        #expect(chat.map(\.path) == ["/v1/chat/completions"])
        #expect(chat.first?.headers.first(name: "Authorization") == "Bearer k1")
        let messages = try await respond(.messages, [Wire.messages.greeting], key: Secret("k2")).received
        #expect(messages.map(\.path) == ["/v1/messages"])
        #expect(messages.first?.headers.first(name: "x-api-key") == "k2")
        #expect(messages.first?.headers.first(name: "anthropic-version") == "2023-06-01")
    }

    @Test func `a server that is not there is said to be unreachable`() async throws {
        let transport = ModelTransport()
        var settings = try #require(ModelSettings(url: "http://127.0.0.1:1/v1", name: "m"))
        settings.retries = 0
        let model = OpenAICompatibleModel(settings, over: transport)
        let request = ModelRequest(
            prompt: SystemPrompt(Briefing(agent: "Alex", instructions: "", now: Date(), timeZone: .gmt), tools: []),
            transcript: Transcript(),
            tools: [],
            deadline: .now.advanced(by: .seconds(5))
        )
        let error = await #expect(throws: ModelError.self) { for try await _ in model.response(to: request) {} }
        #expect(error?.kind == .unreachable)
        await transport.shutdown()
    }
}

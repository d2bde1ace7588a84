import JSON
import Testing

@testable import Agents

@Suite struct ChatCompletionReaderTests {
    private func events(_ chunks: [String], done: Bool = true) throws -> [ModelEvent] {
        var reader = ChatCompletionReader()
        var events: [ModelEvent] = []
        for data in chunks + (done ? ["[DONE]"] : []) { events += try reader.read(.init(name: "", data: data)) }
        return events + (try reader.finish())
    }

    private func uses(_ deltas: [String]) throws -> [ToolCall] {
        try events(deltas.map { "{\"choices\":[{\"index\":0,\"delta\":\($0)}]}" }).compactMap {
            if case .use(let use) = $0 { use } else { nil }
        }
    }

    private let search = ToolCall(id: "call_1", name: "search_contact", arguments: ["search_term": "Sarah"])
    private let account = ToolCall(id: "call_2", name: "search_account", arguments: ["search_term": "Acme"])

    @Test func `text comes as it is said, and the cost at the end`() throws {
        let events = try events([
            #"{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"Hello "}}],"usage":null}"#,
            #"{"choices":[{"index":0,"delta":{"content":"Sarah."}}]}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":90,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":64}}}"#,
        ])
        #expect(
            events == [
                .text("Hello "), .text("Sarah."), .usage(TokenUsage(input: 90, cachedInput: 64, output: 4)),
            ]
        )
    }

    @Test(arguments: [
        // The standard's way: id and name once, arguments in pieces.
        [
            #"{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"search_contact","arguments":""}}]}"#,
            #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"search_"}}]}"#,
            #"{"tool_calls":[{"index":0,"function":{"arguments":"term\":\"Sarah\"}"}}]}"#,
        ],
        // Id and name in every delta, and the older form beside it.
        [
            #"{"role":null,"content":null,"function_call":{"name":"search_contact","arguments":"{\"search_term\":"},"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"search_contact","arguments":"{\"search_term\":"}}]}"#,
            #"{"role":null,"content":null,"function_call":{"name":"search_contact","arguments":"\"Sarah\"}"},"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"search_contact","arguments":"\"Sarah\"}"}}]}"#,
        ],
        // Another id in every delta, the name only in the first.
        [
            #"{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"search_contact","arguments":"{"}}]}"#,
            #"{"tool_calls":[{"index":0,"id":"call_9","function":{"name":null,"arguments":"\"search_term\":\"Sarah\"}"}}]}"#,
        ],
        // All at once, as an object, without an index.
        [
            #"{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"search_contact","arguments":{"search_term":"Sarah"}}}]}"#
        ],
        // A string of JSON within the string of JSON.
        [
            #"{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"search_contact","arguments":"\"{\\\"search_term\\\":\\\"Sarah\\\"}\""}}]}"#
        ],
    ])
    func `a use is read however the server sends it`(deltas: [String]) throws {
        #expect(try uses(deltas) == [search])
    }

    @Test(arguments: [
        [
            #"{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"search_contact","arguments":"{\"search_term\":"}}]}"#,
            #"{"tool_calls":[{"index":1,"id":"call_2","function":{"name":"search_account","arguments":"{\"search_term\":"}}]}"#,
            #"{"tool_calls":[{"index":1,"function":{"arguments":"\"Acme\"}"}},{"index":0,"function":{"arguments":"\"Sarah\"}"}}]}"#,
        ],
        // Every index 0.
        [
            #"{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"search_contact","arguments":"{\"search_term\":\"Sarah\"}"}}]}"#,
            #"{"tool_calls":[{"index":0,"id":"call_2","function":{"name":"search_account","arguments":"{\"search_term\":\"Acme\"}"}}]}"#,
        ],
        // No index.
        [
            #"{"tool_calls":[{"id":"call_1","function":{"name":"search_contact","arguments":"{\"search_term\":\"Sarah\"}"}},{"id":"call_2","function":{"name":"search_account","arguments":"{\"search_term\":\"Acme\"}"}}]}"#
        ],
    ])
    func `uses side by side are kept apart`(deltas: [String]) throws {
        #expect(try uses(deltas) == [search, account])
    }

    @Test func `the older form alone is a use, under an id of ours`() throws {
        let uses = try uses([
            #"{"function_call":{"name":"search_contact","arguments":"{\"search_term\":"}}"#,
            #"{"function_call":{"arguments":"\"Sarah\"}"}}"#,
        ])
        #expect(uses.map(\.name) == ["search_contact"] && uses.map(\.arguments) == [search.arguments])
        #expect(uses.first?.id.hasPrefix("use_") == true)
    }

    @Test func `two uses under one id get ids of their own`() throws {
        let uses = try uses([
            #"{"tool_calls":[{"index":0,"id":"x","function":{"name":"a","arguments":"{}"}}]}"#,
            #"{"tool_calls":[{"index":1,"id":"x","function":{"name":"b","arguments":""}}]}"#,
        ])
        #expect(uses.map(\.name) == ["a", "b"])
        #expect(Set(uses.map(\.id)).count == 2)
    }

    @Test(arguments: [#"{\"search_term\": \"Sar"#, "[1]", "42", "Sarah", #"\"Sarah\""#])
    func `arguments that are no object are marked as garbled`(arguments: String) throws {
        let uses = try uses([
            #"{"tool_calls":[{"index":0,"id":"c","function":{"name":"a","arguments":"\#(arguments)"}}]}"#
        ])
        #expect(uses.map(\.isGarbled) == [true])
    }

    @Test func `a stream that is cut off in the middle of a use gives no use`() {
        #expect(throws: ModelError.self) {
            try events(
                [
                    #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"a","arguments":"{}"}}]}}]}"#
                ],
                done: false
            )
        }
    }

    @Test func `thoughts are not spoken`() throws {
        let chunks = ["<thi", "nk>She said yes, ", "so</think>", "\n\nDone, ", "it is saved."]
        let events = try events(
            chunks.map { "{\"choices\":[{\"delta\":{\"content\":\(JSONValue.string($0).serializedText())}}]}" }
        )
        let spoken = events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        #expect(spoken.drop(while: \.isWhitespace) == "Done, it is saved.")
    }

    @Test(arguments: ["<", "<b", "< 5 minutes", ""])
    func `text that only looks like a thought is spoken`(text: String) throws {
        let events = try events(["{\"choices\":[{\"delta\":{\"content\":\"\(text)\"}}]}"])
        #expect(events == (text.isEmpty ? [] : [.text(text)]))
    }

    @Test(arguments: [
        (#"{"error":{"message":"Server had an error","type":"server_error"}}"#, ModelError.Kind.failed),
        (#"{"error":{"code":"rate_limit_exceeded","message":"slow down"}}"#, .overloaded),
        ("not json", .unreadable),
    ])
    func `an error in the stream is the model's error`(data: String, kind: ModelError.Kind) {
        let error = #expect(throws: ModelError.self) { try events([data]) }
        #expect(error?.kind == kind)
    }
}

import JSON
import Testing

@testable import Agents

@Suite struct AnthropicReaderTests {
    private func events(_ data: [String], stops: Bool = true) throws -> [ModelEvent] {
        var reader = AnthropicReader()
        var events: [ModelEvent] = []
        for data in data + (stops ? [#"{"type":"message_stop"}"#] : []) {
            events += try reader.read(.init(name: "", data: data))
        }
        return events + (try reader.finish())
    }

    private static let start =
        #"{"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":20,"cache_read_input_tokens":70,"cache_creation_input_tokens":10,"output_tokens":1}}}"#
    private static let end =
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}"#

    @Test func `text, uses and cost are read from their blocks`() throws {
        let events = try events([
            Self.start,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
            #"{"type":"ping"}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"One moment."}}"#,
            #"{"type":"content_block_stop","index":0}"#,
            #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"search_contact","input":{}}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"search_term\":"}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"Sarah\"}"}}"#,
            #"{"type":"content_block_stop","index":1}"#,
            #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_2","name":"list_queues","input":{}}}"#,
            #"{"type":"content_block_stop","index":2}"#,
            Self.end,
        ])
        #expect(
            events == [
                .usage(TokenUsage(input: 100, cachedInput: 70, output: 1)),
                .text("One moment."),
                .usage(TokenUsage(output: 8)),
                .use(ToolCall(id: "toolu_1", name: "search_contact", arguments: ["search_term": "Sarah"])),
                .use(ToolCall(id: "toolu_2", name: "list_queues", arguments: [:])),
            ]
        )
    }

    @Test func `arguments that stand in the block's start count`() throws {
        let events = try events([
            #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"a","input":{"x":1}}}"#,
            #"{"type":"content_block_stop","index":0}"#,
        ])
        #expect(events == [.use(ToolCall(id: "t", name: "a", arguments: ["x": 1]))])
    }

    @Test func `thoughts are not spoken`() throws {
        let events = try events([
            #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"She means Acme"}}"#,
            #"{"type":"content_block_stop","index":0}"#,
        ])
        #expect(events.isEmpty)
    }

    @Test func `a use whose arguments were cut by the length is garbled`() throws {
        let events = try events([
            #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"a","input":{}}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"Subject\":\"Inv"}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":9}}"#,
        ])
        #expect(
            events == [
                .usage(TokenUsage(output: 9)), .use(ToolCall(id: "t", name: "a", arguments: [:], isGarbled: true)),
            ]
        )
    }

    @Test func `a stream that is cut off gives no use`() {
        #expect(throws: ModelError.self) {
            try events(
                [#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"a"}}"#],
                stops: false
            )
        }
    }

    @Test(arguments: [
        (#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, ModelError.Kind.overloaded),
        (#"{"type":"error","error":{"type":"api_error","message":"Internal"}}"#, .failed),
        ("{", .unreadable),
    ])
    func `an error in the stream is the model's error`(data: String, kind: ModelError.Kind) {
        let error = #expect(throws: ModelError.self) { try events([Self.start, data]) }
        #expect(error?.kind == kind)
    }
}

import JSON
import TestSupport
import Testing

@testable import Agents

/// What a broken provider or a broken line can make of a stream.
@Suite struct ReaderFuzzTests {
    private static let chat = """
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"<think>a</think>Hello"}}]}

        data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"create_case","arguments":"{\\"Sub"}}]}}]}

        data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ject\\":\\"Noise\\"}"}}]}}]}

        data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}

        data: [DONE]


        """

    private static let messages = """
        event: message_start
        data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hello"}}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"create_case","input":{}}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"Subject\\":\\"Noise\\"}"}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}

        data: {"type":"message_stop"}


        """

    /// The uses a stream comes to; nil when it is refused.
    private func uses(in bytes: [UInt8], _ reader: some ResponseReader) -> [ToolCall]? {
        var reader = reader
        var events = ServerSentEvents()
        var read: [ModelEvent] = []
        do throws(ModelError) {
            for event in try events.read(bytes) { read += try reader.read(event) }
            if let last = events.finish() { read += try reader.read(last) }
            read += try reader.finish()
        } catch {
            return nil
        }
        return read.compactMap { if case .use(let use) = $0 { use } else { nil } }
    }

    private func mutated(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = bytes.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: bytes[index...].prefix(40), at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + 30))
            }
        }
        return bytes
    }

    @Test func `a broken stream is refused or read, and never more than one object of arguments`() {
        var random = SplitMix64(seed: 7)
        var refused = 0
        for _ in 0..<3000 {
            let results = [
                uses(in: mutated(Self.chat, &random), ChatCompletionReader()),
                uses(in: mutated(Self.messages, &random), AnthropicReader()),
            ]
            for result in results {
                guard let result else {
                    refused += 1
                    continue
                }
                for use in result where use.isGarbled { #expect(use.arguments.isEmpty) }
                #expect(Set(result.map(\.id)).count == result.count)
            }
        }
        #expect(refused > 1000)
    }

    @Test func `a stream that is cut anywhere before its end gives no use`() {
        for (text, reader) in [(Self.chat, true), (Self.messages, false)] {
            let bytes = Array(text.utf8)
            let whole = reader ? uses(in: bytes, ChatCompletionReader()) : uses(in: bytes, AnthropicReader())
            #expect(whole?.map(\.arguments) == [["Subject": "Noise"]])
            for length in bytes.indices {
                let cut = Array(bytes[..<length])
                let result = reader ? uses(in: cut, ChatCompletionReader()) : uses(in: cut, AnthropicReader())
                for use in result ?? [] { #expect(use.arguments == ["Subject": "Noise"]) }
            }
        }
    }
}

import Testing

@testable import Agents

@Suite struct ServerSentEventsTests {
    private func events(in text: String, pieces: Int = 1) throws -> [ServerSentEvent] {
        var reader = ServerSentEvents()
        let bytes = Array(text.utf8)
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: bytes.count, by: max(1, bytes.count / pieces)) {
            events += try reader.read(bytes[start..<min(bytes.count, start + max(1, bytes.count / pieces))])
        }
        if let last = reader.finish() { events.append(last) }
        return events
    }

    @Test(arguments: [
        ("data: a\n\n", [ServerSentEvent(name: "", data: "a")]),
        ("data:a\r\n\r\ndata: b\r\n\r\n", [.init(name: "", data: "a"), .init(name: "", data: "b")]),
        ("data: a\rdata: b\r\r", [.init(name: "", data: "a\nb")]),
        ("event: ping\ndata: {}\n\n", [.init(name: "ping", data: "{}")]),
        (": a comment\n\ndata: a\n\n", [.init(name: "", data: "a")]),
        ("\u{FEFF}data: a\n\n", [.init(name: "", data: "a")]),
        ("id: 1\nretry: 5\ndata\n\n", [.init(name: "", data: "")]),
        ("data: the last line has no end", [.init(name: "", data: "the last line has no end")]),
        ("event: named without data\n\n", []),
        ("data: tv\u{00E5}\n\n", [.init(name: "", data: "tv\u{00E5}")]),
    ])
    func `reads events in every form of the standard`(text: String, expected: [ServerSentEvent]) throws {
        #expect(try events(in: text) == expected)
        #expect(try events(in: text, pieces: 1000) == expected)
    }

    @Test func `a line that never ends is refused`() {
        var reader = ServerSentEvents()
        let endless = Array(repeating: UInt8(ascii: "a"), count: ServerSentEvents.maximumLineLength + 1)
        #expect(throws: ModelError.self) { try reader.read(endless) }
    }
}

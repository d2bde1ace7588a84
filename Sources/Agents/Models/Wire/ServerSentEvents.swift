/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Hashable {
    /// Empty when the stream gave it no name.
    package var name: String
    package var data: String
}

/// Reads a `text/event-stream` as it comes, in pieces of any size (https://html.spec.whatwg.org/multipage/server-sent-events.html).
package struct ServerSentEvents: Sendable {
    /// A line that is longer is not taken for one: no provider sends as much at once.
    static let maximumLineLength = 4_000_000

    private var line: [UInt8] = []
    private var lastWasReturn = false
    private var isAtStart = true
    private var name = ""
    private var data: [String] = []

    package init() {}

    /// The events that are complete with these bytes.
    ///
    /// - Throws: ``ModelError`` when a line does not end.
    package mutating func read(_ bytes: some Sequence<UInt8>) throws(ModelError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where lastWasReturn: lastWasReturn = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                lastWasReturn = byte == UInt8(ascii: "\r")
                if let event = endLine() { events.append(event) }
            default:
                lastWasReturn = false
                line.append(byte)
                guard line.count <= Self.maximumLineLength else {
                    throw ModelError(
                        .unreadable,
                        "A line of the stream is longer than \(Self.maximumLineLength) bytes."
                    )
                }
            }
        }
        return events
    }

    /// The event that the end of the stream completes: some servers forget the empty line after the last.
    package mutating func finish() -> ServerSentEvent? {
        if !line.isEmpty { _ = endLine() }
        return endLine()
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isAtStart = false
        guard !line.isEmpty else {
            defer {
                name = ""
                data = []
            }
            return data.isEmpty ? nil : ServerSentEvent(name: name, data: data.joined(separator: "\n"))
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data": data.append(String(decoding: value, as: UTF8.self))
        default: break
        }
        return nil
    }
}

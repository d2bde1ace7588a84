import JSON
import NIOHTTP1

/// How a kind of provider is spoken to: the form of a request and of the events that answer it.
protocol ModelWire: Sendable {
    associatedtype Reader: ResponseReader

    /// What follows the provider's base URL.
    var path: String { get }
    var headers: HTTPHeaders { get }
    func body(of request: ModelRequest) -> JSONValue
    func reader() -> Reader
}

/// Reads one response of a provider. It holds no connection, so that every odd stream can be tried on it.
protocol ResponseReader: Sendable {
    /// Whether the model shows that it is at work: it speaks, thinks or names a tool.
    var hasBegun: Bool { get }
    /// Takes the next event of a stream.
    mutating func read(_ event: ServerSentEvent) throws(ModelError) -> [ModelEvent]
    /// Takes a response that came whole, from a provider that does not stream.
    mutating func read(whole response: JSONValue) throws(ModelError) -> [ModelEvent]
    /// Takes note of the end of the stream.
    ///
    /// - Throws: ``ModelError/Kind/cutOff`` when it came too early. No tool of such a response is used.
    mutating func finish() throws(ModelError) -> [ModelEvent]
}

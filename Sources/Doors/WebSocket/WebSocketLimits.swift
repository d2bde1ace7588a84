/// How much, and how little, a WebSocket may say.
package struct WebSocketLimits: Sendable {
    /// The longest message, in bytes.
    package var messageSize = 1 << 16
    /// How many messages may wait to be read.
    package var waitingMessages = 64
    /// How often the other side is asked whether it is still there. When it has said nothing at all between two
    /// questions, it counts as gone.
    package var pingInterval: Duration = .seconds(15)
    /// How long the other side may take to close after it was asked to.
    package var closePatience: Duration = .seconds(3)

    package init() {}
}

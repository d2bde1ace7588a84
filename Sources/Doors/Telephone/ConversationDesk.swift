import Agents
import Synchronization

/// The conversations that this node holds, by the ids of their calls.
///
/// The calls themselves are in the directory. Here is what was said in them: when a connection breaks while the caller is
/// on the line, the agent goes on where it was. Where that is gone, because another node takes the call or too many were
/// lost, it goes on with what was done.
final class ConversationDesk: Sendable {
    private struct Seat {
        let callID: String
        let conversation: Conversation
        /// The connection that carries it; nil since that broke.
        var socket: WebSocketConnection?
    }

    /// How many without a connection are kept.
    private static let limit = 500

    private let seats = Mutex<[Seat]>([])

    /// The conversation of a call, which goes on over this connection now and over no other.
    func take(
        _ callID: String,
        over socket: WebSocketConnection,
        orBegin begin: () -> Conversation
    ) -> (conversation: Conversation, earlier: WebSocketConnection?) {
        seats.withLock { seats in
            if let index = seats.firstIndex(where: { $0.callID == callID }) {
                let earlier = seats[index].socket
                seats[index].socket = socket
                return (seats[index].conversation, earlier)
            }
            let seat = Seat(callID: callID, conversation: begin(), socket: socket)
            seats.append(seat)
            return (seat.conversation, nil)
        }
    }

    /// Notes that a connection is no more.
    func leave(_ callID: String, _ socket: WebSocketConnection) {
        seats.withLock { seats in
            guard let index = seats.firstIndex(where: { $0.callID == callID && $0.socket == socket }) else { return }
            seats[index].socket = nil
            guard seats.count(where: { $0.socket == nil }) > Self.limit,
                let oldest = seats.firstIndex(where: { $0.socket == nil })
            else { return }
            seats.remove(at: oldest)
        }
    }

    /// Forgets a conversation that is over.
    func clear(_ callID: String) { seats.withLock { $0.removeAll { $0.callID == callID } } }
}

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

    private struct Desk {
        var seats: [Seat] = []
        /// Until when a call is expected for which a place is kept.
        var expected: [String: ContinuousClock.Instant] = [:]

        var connected: Int { seats.count { $0.socket != nil } }
    }

    /// How many without a connection are kept.
    private static let limit = 500
    /// How long a place is kept for a call whose connection has not come yet.
    private static let reservation: Duration = .seconds(30)

    private let desk = Mutex(Desk())

    /// Keeps a place for a call; false when all are taken.
    func reserve(_ callID: String, upTo places: Int, now: ContinuousClock.Instant = .now) -> Bool {
        desk.withLock { desk in
            desk.expected = desk.expected.filter { $0.value > now }
            let isConnected = desk.seats.contains { $0.callID == callID && $0.socket != nil }
            guard isConnected || desk.expected[callID] != nil || desk.connected + desk.expected.count < places else {
                return false
            }
            if !isConnected { desk.expected[callID] = now.advanced(by: Self.reservation) }
            return true
        }
    }

    /// The conversation of a call, which goes on over this connection now and over no other.
    func take(
        _ callID: String,
        over socket: WebSocketConnection,
        orBegin begin: () -> Conversation
    ) -> (conversation: Conversation, earlier: WebSocketConnection?) {
        desk.withLock { desk in
            defer { RelayMetrics.record(calls: desk.connected) }
            desk.expected[callID] = nil
            if let index = desk.seats.firstIndex(where: { $0.callID == callID }) {
                let earlier = desk.seats[index].socket
                desk.seats[index].socket = socket
                return (desk.seats[index].conversation, earlier)
            }
            let seat = Seat(callID: callID, conversation: begin(), socket: socket)
            desk.seats.append(seat)
            return (seat.conversation, nil)
        }
    }

    /// Notes that a connection is no more.
    func leave(_ callID: String, _ socket: WebSocketConnection) {
        desk.withLock { desk in
            defer { RelayMetrics.record(calls: desk.connected) }
            guard let index = desk.seats.firstIndex(where: { $0.callID == callID && $0.socket == socket }) else {
                return
            }
            desk.seats[index].socket = nil
            guard desk.seats.count - desk.connected > Self.limit,
                let oldest = desk.seats.firstIndex(where: { $0.socket == nil })
            else { return }
            desk.seats.remove(at: oldest)
        }
    }

    /// Forgets a conversation that is over.
    func clear(_ callID: String) {
        desk.withLock { desk in
            desk.seats.removeAll { $0.callID == callID }
            desk.expected[callID] = nil
            RelayMetrics.record(calls: desk.connected)
        }
    }
}

import Agents
import Synchronization

/// The conversations whose connection broke while the caller is still on the line.
///
/// The call itself is in the directory; here is only what was said, which makes going on smoother. Where it is gone,
/// because another node takes the call or too many were lost, the agent goes on with what was done.
final class LostConversations: Sendable {
    private static let limit = 500

    private let kept = Mutex<[(callID: String, conversation: Conversation)]>([])

    func keep(_ conversation: Conversation, of callID: String) {
        kept.withLock { kept in
            kept.removeAll { $0.callID == callID }
            if kept.count >= Self.limit { kept.removeFirst() }
            kept.append((callID, conversation))
        }
    }

    /// The conversation of a call, which is kept no longer.
    func take(_ callID: String) -> Conversation? {
        kept.withLock { kept in
            kept.firstIndex { $0.callID == callID }.map { kept.remove(at: $0).conversation }
        }
    }
}

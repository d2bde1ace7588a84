import Synchronization

/// The questions that clients with a session have been asked on streams of this node. With their session they end.
final class OpenQuestions: Sendable {
    /// By the call of the session.
    private let questions = Mutex<[String: Set<String>]>([:])

    func open(_ id: String, of session: String?) {
        guard let session else { return }
        questions.withLock { _ = $0[session, default: []].insert(id) }
    }

    func isOpen(_ id: String, of session: String?) -> Bool {
        guard let session else { return true }
        return questions.withLock { $0[session]?.contains(id) ?? false }
    }

    func close(_ id: String, of session: String?) {
        guard let session else { return }
        questions.withLock { questions in
            questions[session]?.remove(id)
            if questions[session]?.isEmpty ?? false { questions[session] = nil }
        }
    }

    func closeAll(of session: String) { questions.withLock { $0[session] = nil } }
}

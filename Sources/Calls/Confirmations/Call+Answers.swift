import Actions
import JSON

/// What doors need that put the question to a person themselves, or know how far the conversation is.
extension Call {
    /// How long a yes is waited for.
    package static let confirmationLifetime: Duration = .seconds(Confirmation.lifetime)

    /// Whether it is open, on whatever node it may have been ended.
    package func isStillOpen() async -> Bool {
        await refresh()
        return state.isOpen
    }

    /// Notes that the caller has spoken so many times since the call began.
    package func callerSpoke(atLeast count: Int) async {
        await refresh()
        guard state.turn ?? -1 < count else { return }
        change { $0.turn = max($0.turn ?? 0, count) }
        await save()
    }

    /// Drops what was kept back under a confirmation, after the caller's no.
    @discardableResult
    package func decline(_ confirmationID: String) async -> Invocation {
        await recorded(Self.confirmAction, ["confirmation_id": .string(confirmationID)], within: Call.patience) { _ in
            self.passDeclined(confirmationID)
        }
    }

    private func passDeclined(_ confirmationID: String) -> InvocationRun.Report {
        guard let confirmation = state.confirmations.unused(confirmationID) else {
            return InvocationRun.Report(
                outcome: Outcome(.refused, say: ConfirmationBook.Refusal.unknown.say),
                requests: []
            )
        }
        change { $0.confirmations.remove(confirmationID) }
        var report = InvocationRun.Report(
            outcome: Outcome(.refused, say: "The answer was no, so nothing was changed."),
            requests: []
        )
        report.action = confirmation.invocation.action.name
        return report
    }

    /// Whether a yes to a question is being carried out, or was.
    package func hasConfirmed(_ confirmationID: String) -> Bool { state.confirmations.use(of: confirmationID) != nil }

    /// What the answer to a question came to, yes or no, on whatever node it was given; nil until there is one.
    package func answer(to confirmationID: String) async -> Outcome? {
        await refresh()
        return state.invocations.first {
            $0.action == Self.confirmAction && $0.arguments["confirmation_id"]?.string == confirmationID
        }?.outcome
    }
}

import Actions
import JSON
import Workspace

extension Call {
    /// Runs the actions that run at the start of a call and gives them in the agent's order.
    ///
    /// They run together, but those that need to be told who is calling, or what another one finds, wait for that. All
    /// share one deadline: what is not there by then says so, and what is there is given.
    @discardableResult
    package func open(within patience: Duration = Call.openingPatience) async -> [Invocation] {
        let deadline = ContinuousClock.now.advanced(by: patience)
        let actions = agent.actions.filter(\.action.runsAtCallStart)
        let waiting = actions.filter(\.waits)
        let isAwaited = { (enabled: EnabledAction) in
            !enabled.waits && waiting.contains { $0.waits(for: enabled.action) }
        }
        let first = actions.filter(isAwaited).map(\.action.name)
        let others = actions.filter { !$0.waits && !isAwaited($0) }.map(\.action.name)
        async let unawaited = run(others, until: deadline)
        var opening = await run(first, until: deadline)
        opening.merge(await run(waiting.map(\.action.name), until: deadline)) { $1 }
        opening.merge(await unawaited) { $1 }
        return actions.compactMap { opening[$0.action.name] }
    }

    private func run(_ names: [String], until deadline: ContinuousClock.Instant) async -> [String: Invocation] {
        await withTaskGroup(of: (String, Invocation).self) { group in
            for name in names {
                group.addTask {
                    let remaining = ContinuousClock.now.duration(to: deadline)
                    return (name, await self.invoke(name, [:], within: max(.zero, remaining)))
                }
            }
            var invocations: [String: Invocation] = [:]
            for await (name, invocation) in group { invocations[name] = invocation }
            return invocations
        }
    }
}

extension EnabledAction {
    private var needsCaller: Bool { isLimitedToCaller || requiredAssurance > .unknown }

    /// Whether it needs something that another action finds.
    fileprivate var waits: Bool { needsCaller || !action.neededResults.isEmpty }

    fileprivate func waits(for other: Action) -> Bool {
        (needsCaller && other.findsCaller) || action.neededResults.contains(other.name)
            || action.neededResults.contains(Reference.previousAction)
    }
}

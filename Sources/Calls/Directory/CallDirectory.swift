package import Foundation
import JSON
package import Logging
package import Platforms
import ServiceLifecycle
import Synchronization
package import Workspace

/// All calls: those in memory, and those that sleep in the database until someone asks for them.
///
/// Run it as a service: it saves what changed, puts idle calls to sleep and ends those that nobody comes back to.
package actor CallDirectory: Service {
    package struct Settings: Sendable {
        /// How long a call stays in memory after it was last used.
        package var sleepsAfter: Duration = .seconds(300)
        /// How long a call may be idle before it is ended.
        package var endsAfter: Duration = .seconds(7200)
        /// How long a change may wait to be saved, where there is one node.
        package var savesAfter: Duration = .milliseconds(50)

        package init() {}
    }

    private struct Live {
        let call: Call
        var usedAt: ContinuousClock.Instant
    }

    private struct ExternalName: Hashable {
        let agentID: Agent.ID
        let externalID: String
    }

    private let store: any CallStore
    private let services: CallServices
    private let settings: Settings
    private let findAgent: @Sendable (Agent.ID) async throws(StoreError) -> Agent?
    private let logger: Logger
    private var live: [String: Live] = [:]
    /// The calls in memory that a door has an id of its own for, by that.
    private var liveByName: [ExternalName: String] = [:]
    private let changed = ChangedCalls()
    private let listeners = CallListeners()

    /// - Parameter agent: Finds an agent as it is set up now; nil when there is none any more.
    package init(
        store: any CallStore,
        services: CallServices,
        settings: Settings = Settings(),
        logger: Logger,
        agent: @escaping @Sendable (Agent.ID) async throws(StoreError) -> Agent?
    ) {
        self.store = store
        self.services = services
        self.settings = settings
        self.logger = logger
        findAgent = agent
    }

    /// Whether callers can be sent codes to prove who they are with.
    package nonisolated var sendsCodes: Bool { services.verification.codes != nil }

    /// How many calls are in memory.
    package var liveCount: Int { live.count }

    /// Opens a call. The actions at its start are run by ``Call/open()``.
    ///
    /// - Parameters:
    ///   - externalID: The door's own id of the conversation. When the agent has a call with it, that is given.
    ///   - reportsTurns: Whether the door says when the caller has spoken.
    package func open(
        _ agent: Agent,
        callerPhone: String?,
        channel: String,
        reportsTurns: Bool,
        externalID: String? = nil
    ) async throws(StoreError) -> Call {
        if let externalID, let known = try await call(externalID: externalID, for: agent) { return known }
        let now = services.clock()
        let state = CallState(reportsTurns: reportsTurns)
        let saved = SavedCall(
            id: RandomText.identifier("call"),
            agentID: agent.id,
            externalID: externalID,
            channel: channel,
            callerPhone: callerPhone,
            contactID: nil,
            openedAt: now,
            changedAt: now,
            endedAt: nil,
            version: 1,
            state: state.json
        )
        do {
            try await store.insert(saved)
        } catch .taken {
            // Another request of the same conversation was faster.
            guard let externalID, let known = try await store.call(externalID: externalID, of: agent.id) else {
                throw .conflict
            }
            return try await call(known, agent)
        }
        await services.audit?.note(
            AuditEntry(
                .callOpened,
                at: now,
                by: agent.id,
                agentID: agent.id,
                callID: saved.id,
                action: channel,
                personal: .init(details: callerPhone.map { ["caller": .string($0)] } ?? [:])
            )
        )
        listeners.tell(saved.id)
        return wake(saved, state, invocations: 0, agent)
    }

    /// A call of an agent by the door's own id, open or ended; nil when the agent has no such call.
    package func call(externalID: String, for agent: Agent) async throws(StoreError) -> Call? {
        let name = ExternalName(agentID: agent.id, externalID: externalID)
        if let id = liveByName[name], let call = liveCall(id, agent) { return call }
        guard let known = try await store.call(externalID: externalID, of: agent.id) else { return nil }
        return try await call(known, agent)
    }

    /// A call of an agent, open or ended; nil when the agent has no such call.
    package func call(_ id: String, for agent: Agent) async throws(StoreError) -> Call? {
        if let call = live[id]?.call {
            guard call.agent.id == agent.id else { return nil }
            return liveCall(id, agent)
        }
        guard let saved = try await store.call(id), saved.agentID == agent.id else { return nil }
        return try await call(saved, agent)
    }

    private func call(_ saved: SavedCall, _ agent: Agent) async throws(StoreError) -> Call {
        let invocations = try await store.invocations(of: saved.id).compactMap(Invocation.init(savedJSON:))
        // Someone else may have woken it meanwhile: there is only one of it in memory.
        if let call = liveCall(saved.id, agent) { return call }
        let state = CallState(saved.state, invocations: invocations, agent: agent)
        return wake(saved, state, invocations: invocations.count, agent)
    }

    /// A call that is in memory, used from now on by the agent as it is set up now.
    private func liveCall(_ id: String, _ agent: Agent) -> Call? {
        guard let call = live[id]?.call else { return nil }
        live[id]?.usedAt = .now
        call.use(agent)
        return call
    }

    private func wake(_ saved: SavedCall, _ state: CallState, invocations: Int, _ agent: Agent) -> Call {
        var kept = saved
        kept.state = .null
        let call = Call(
            id: saved.id,
            agent: agent,
            callerPhone: saved.callerPhone,
            state: state,
            services: services,
            record: CallRecord(
                store: store,
                noteChanged: { [changed] in changed.note($0) },
                listeners: listeners,
                saved: kept,
                savedInvocations: invocations
            )
        )
        live[saved.id] = Live(call: call, usedAt: .now)
        if let externalID = saved.externalID {
            liveByName[ExternalName(agentID: saved.agentID, externalID: externalID)] = saved.id
        }
        return call
    }

    /// Ends a call, whoever's it is; false when there is none.
    ///
    /// - Parameter actor: Who ends it; nil for its agent.
    @discardableResult
    package func end(_ id: String, by actor: String? = nil) async throws(StoreError) -> Bool {
        guard let saved = try await store.call(id) else { return false }
        // Nothing is left to do in it, so it need not be woken.
        guard saved.endedAt == nil else { return true }
        let agent =
            try await findAgent(saved.agentID) ?? Agent(id: saved.agentID, name: "", timeZone: .gmt, actions: [])
        try await call(id, for: agent)?.end(by: actor)
        return true
    }

    // MARK: For people

    /// The newest first.
    package nonisolated func calls(
        matching filter: CallFilter = CallFilter(),
        after cursor: TimeCursor? = nil,
        limit: Int
    ) async throws(StoreError) -> [SavedCall] {
        try await store.calls(matching: filter, after: cursor, limit: limit)
    }

    package nonisolated func count(matching filter: CallFilter) async throws(StoreError) -> Int {
        try await store.count(matching: filter)
    }

    /// A call as it is kept; nil when there is none.
    package func savedCall(_ id: String) async throws(StoreError) -> SavedCall? {
        await live[id]?.call.saveNow()
        return try await store.call(id)
    }

    /// What was done in a call, in order.
    package func invocations(of id: String) async throws(StoreError) -> [Invocation] {
        await live[id]?.call.saveNow()
        return try await store.invocations(of: id).compactMap(Invocation.init(savedJSON:))
    }

    /// Says when a call may have changed, or any call: at once where this node has changed it, and every `pause`, to look
    /// for what other nodes did. It is bounded: changes that nobody has looked at yet are one.
    package nonisolated func changes(
        of id: String? = nil,
        lookingEvery pause: Duration = .seconds(1)
    ) -> AsyncStream<Void> {
        listeners.changes(of: id, lookingEvery: pause)
    }

    /// Forgets calls: what was said and done in them, and who called. That they took place stays known.
    package func forget(_ ids: [String]) async throws(StoreError) {
        for id in ids {
            try await end(id, by: "server")
            await live[id]?.call.saveNow()
            live[id] = nil
        }
        try await store.forget(ids)
    }

    /// The calls from a number or about a contact.
    package nonisolated func calls(phone: String?, contactID: String?) async throws(StoreError) -> [String] {
        try await store.calls(digits: phone, contactID: contactID)
    }

    /// The calls that ended before a time and still hold personal data, a bounded number of them.
    package nonisolated func calls(endedBefore date: Date) async throws(StoreError) -> [String] {
        try await store.calls(endedBefore: date)
    }

    // MARK: Keeping

    package func run() async throws {
        var nextRound = ContinuousClock.now
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await saveChanged()
            if ContinuousClock.now >= nextRound {
                await sleepIdle()
                await endAbandoned()
                nextRound = .now.advanced(by: .seconds(10))
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.settings.savesAfter) }
        }
        await saveChanged()
    }

    /// Saves every change there is; for the end of a process too.
    package func saveChanged() async {
        let calls = changed.take().compactMap { live[$0]?.call }
        guard !calls.isEmpty else { return }
        let failed = await withTaskGroup(of: String?.self) { group in
            for call in calls { group.addTask { await call.saveNow() ? nil : call.id } }
            return await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
        }
        guard !failed.isEmpty else { return }
        logger.error("Calls can't be saved and are kept in memory.", metadata: ["calls": "\(failed.count)"])
        for id in failed { changed.note(id) }
    }

    /// Drops calls from memory that were not used for a while.
    private func sleepIdle() async {
        let limit = ContinuousClock.now - settings.sleepsAfter
        for (id, entry) in live where entry.usedAt < limit {
            if await entry.call.isQuiet, let usedAt = live[id]?.usedAt, usedAt < limit { live[id] = nil }
        }
        liveByName = liveByName.filter { live[$0.value] != nil }
    }

    private func endAbandoned() async {
        let limit = services.clock().addingTimeInterval(-settings.endsAfter.seconds)
        guard let ids = try? await store.openCalls(untouchedSince: limit, limit: 200) else { return }
        for id in ids { _ = try? await end(id, by: "server") }
    }
}

/// The calls that have changed since they were saved last.
private final class ChangedCalls: Sendable {
    private let ids = Mutex<Set<String>>([])

    func note(_ id: String) { ids.withLock { _ = $0.insert(id) } }

    func take() -> Set<String> {
        ids.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }
}

import Foundation
import JSON
import Platforms

/// How a call keeps its state, and learns what other nodes have changed.
extension Call {
    /// Whether all that happened is kept, and nothing is under way.
    var isQuiet: Bool { saving == nil && writesUnderWay.isEmpty && (record?.unsaved.isEmpty ?? false) }

    /// Reads what another node has changed, where there are others.
    func refresh() async {
        guard let record, record.store.isShared else { return }
        _ = await saving?.value
        // Where the database is away the call goes on with what it knows: the journal refuses what must not be twice.
        guard let version = try? await record.store.version(of: id), version > record.saved.version else { return }
        await reload()
    }

    /// Keeps what changed: at once where other nodes may ask for it next, else within a moment.
    func save() async {
        guard let record else { return }
        if record.store.isShared {
            await saveNow()
        } else if !record.unsaved.isEmpty {
            record.noteChanged(id)
        }
        record.listeners.tell(id)
    }

    /// Keeps what changed.
    ///
    /// - Returns: Whether all of it is kept; false while the database is away.
    @discardableResult
    func saveNow() async -> Bool {
        while let record, !record.unsaved.isEmpty {
            let task = saving ?? Task { await self.saveOnce() }
            saving = task
            let isSaved = await task.value
            if saving == task { saving = nil }
            if !isSaved { return false }
        }
        return true
    }

    /// One attempt: saves over the version it knows, or learns of a newer one.
    private func saveOnce() async -> Bool {
        guard let record else { return true }
        let count = record.unsaved.count
        let invocations = state.invocations.count
        var call = record.saved
        call.state = state.json
        call.contactID = state.caller?.contactID
        call.changedAt = clock()
        if !state.isOpen, call.endedAt == nil { call.endedAt = call.changedAt }
        let change = CallChange(
            call: call,
            invocations: state.invocations[min(record.savedInvocations, invocations)...].map {
                CallChange.Invocation(number: $0.number, json: $0.savedJSON)
            }
        )
        do throws(StoreError) {
            guard try await record.store.save([change]).contains(id) else { return await reload() }
        } catch {
            return false
        }
        call.version += 1
        // The state is kept in the database; a second copy would only take room.
        call.state = .null
        self.record?.saved = call
        self.record?.savedInvocations = invocations
        self.record?.unsaved.removeFirst(count)
        return true
    }

    /// Goes on from what the database has, with what was not saved yet on top of it.
    @discardableResult
    private func reload() async -> Bool {
        guard let store = record?.store, var saved = try? await store.call(id),
            let invocations = try? await store.invocations(of: id)
        else { return false }
        guard saved.version > record?.saved.version ?? 0 else { return true }
        // What was under way while it was forgotten is not to be written down again.
        if saved.isForgotten { record?.unsaved = [] }
        var state = CallState(
            saved.state,
            invocations: invocations.compactMap(Invocation.init(savedJSON:)),
            agent: agent
        )
        saved.state = .null
        for difference in record?.unsaved ?? [] { difference(&state) }
        self.state = state
        record?.savedInvocations = invocations.count
        record?.saved = saved
        return true
    }
}

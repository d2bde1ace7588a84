import Actions
package import Platforms

/// The workspace as this process sees it: held in memory and ready for use.
///
/// A change made here shows at once, one made by another node within ``reach``.
package actor SharedWorkspace {
    /// How far behind what other nodes changed this one can be.
    package static let reach: Duration = .seconds(1)
    /// How long it goes without asking; the answer has the rest of ``reach`` to come.
    private static let patience: Duration = .milliseconds(500)
    /// How long connections are believed to speak the same version of the API.
    private static let connectionPatience: Duration = .seconds(30)
    private static let maximumAttempts = 10

    private let store: any WorkspaceStore
    private let connections: any ConnectionStore
    private var compiler = WorkspaceCompiler()
    private var snapshot: WorkspaceSnapshot?
    /// When it was last certain that the snapshot is what is kept.
    private var checkedAt = ContinuousClock.now
    private var loadedAt = ContinuousClock.now
    /// Counts the changes made here: what was read before one is not put in place after it.
    private var changes = 0
    private var refresh: Task<Result<WorkspaceSnapshot, StoreError>, Never>?

    package init(store: any WorkspaceStore, connections: any ConnectionStore) {
        self.store = store
        self.connections = connections
    }

    /// The workspace as it is.
    package func current() async throws(StoreError) -> WorkspaceSnapshot {
        guard let snapshot else { return try await refreshed() }
        let now = ContinuousClock.now
        if checkedAt.duration(to: now) < Self.patience { return snapshot }
        guard store.isShared else {
            if loadedAt.duration(to: now) >= Self.connectionPatience { startRefreshing() }
            return snapshot
        }
        guard checkedAt.duration(to: now) < Self.reach else { return try await refreshed() }
        startRefreshing()
        return snapshot
    }

    /// The workspace with everything other nodes have changed by now, for whoever misses something in ``current()``.
    package func newest() async throws(StoreError) -> WorkspaceSnapshot {
        store.isShared ? try await refreshed() : try await current()
    }

    /// Changes the workspace, all of it or nothing. The body gets what is kept and may run again when somebody else's
    /// change came first.
    package func change<Result: Sendable>(
        _ body: @Sendable (inout WorkspaceContents) throws(WorkspaceError) -> Result
    ) async throws(WorkspaceError) -> Result {
        for _ in 0..<Self.maximumAttempts {
            let old: WorkspaceSnapshot
            do throws(StoreError) {
                old = try await latest()
            } catch {
                throw .store(error)
            }
            var contents = old.contents
            let result = try body(&contents)
            let change = WorkspaceChange(from: old.contents, to: contents)
            guard !change.isEmpty else { return result }
            do throws(StoreError) {
                contents.revision = try await store.apply(change, to: old.contents.revision)
                changes += 1
                if contents.revision > snapshot?.contents.revision ?? 0 {
                    install(compiler.snapshot(of: contents, versions: old.versions))
                }
                return result
            } catch StoreError.conflict {
                continue
            } catch StoreError.taken(let name) {
                throw .nameTaken(name)
            } catch {
                throw .store(error)
            }
        }
        throw .conflict
    }

    // MARK: Reading

    private func startRefreshing() {
        guard refresh == nil else { return }
        refresh = Task { await self.refreshOnce() }
    }

    /// What is kept now; however many ask meanwhile, it is read once.
    private func refreshed() async throws(StoreError) -> WorkspaceSnapshot {
        startRefreshing()
        guard let refresh else { return try await load() }
        return try await refresh.value.get()
    }

    private func refreshOnce() async -> Result<WorkspaceSnapshot, StoreError> {
        defer { refresh = nil }
        let asked = ContinuousClock.now
        do throws(StoreError) {
            if let snapshot, loadedAt.duration(to: asked) < Self.connectionPatience,
                try await store.revision() == snapshot.contents.revision
            {
                checkedAt = max(checkedAt, asked)
                return .success(self.snapshot ?? snapshot)
            }
            let seen = changes
            let loaded = try await load()
            // A change made here since is newer, and in place already.
            guard seen == changes || snapshot == nil else { return .success(snapshot ?? loaded) }
            install(loaded, at: asked)
            return .success(loaded)
        } catch {
            return .failure(error)
        }
    }

    /// What is kept now, for a change to build on.
    private func latest() async throws(StoreError) -> WorkspaceSnapshot {
        if let snapshot, try await store.revision() == snapshot.contents.revision { return snapshot }
        return try await load()
    }

    private func load() async throws(StoreError) -> WorkspaceSnapshot {
        let contents = try await store.contents()
        var versions: [String: String] = [:]
        for connection in try await connections.connections() {
            versions[connection.id] = connection.settings.apiVersion
        }
        return compiler.snapshot(of: contents, versions: versions)
    }

    private func install(_ loaded: WorkspaceSnapshot, at time: ContinuousClock.Instant = .now) {
        snapshot = loaded
        checkedAt = time
        loadedAt = time
    }
}

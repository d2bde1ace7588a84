package import FoundationEssentials
package import Logging
import Synchronization

/// The connections of a workspace: signing in and out, and sending requests through them.
///
/// Several processes may serve the same connections from one database: each has one of these.
package final class Connections: Sendable {
    package struct Options: Sendable {
        /// Whether log-in hosts may be reached without encryption: for sandbox orgs on a private network only.
        package var allowsPlainHTTP = false
        /// How long somebody may take to sign in, in seconds.
        package var authorizationLifetime: TimeInterval = 600
        package var clock: @Sendable () -> Date = { Date() }
        /// Told of what becomes of connections.
        package var observer: @Sendable (ConnectionEvent) async -> Void = { _ in }
        var renewalTiming = TokenRenewal.Timing()

        package init() {}
    }

    let store: any ConnectionStore
    let vault: Vault
    let transport: HTTPTransport
    let oauth: OAuthClient
    let signIn: SignIn
    let options: Options
    let logger: Logger
    private let links = Mutex<[SavedConnection.ID: ConnectionLink]>([:])
    /// The connections whose access can't be renewed for now.
    private let failing = Mutex<Set<SavedConnection.ID>>([])

    package init(
        store: any ConnectionStore,
        vault: Vault,
        transport: HTTPTransport,
        options: Options = Options(),
        logger: Logger = Logger(label: "connections", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.store = store
        self.vault = vault
        self.transport = transport
        self.options = options
        self.logger = logger
        oauth = OAuthClient(transport: transport, clock: options.clock)
        signIn = SignIn(vault: vault, oauth: oauth)
    }

    var now: Date { options.clock() }

    // MARK: What there is

    /// All connections, by name.
    package func list() async throws(ConnectionError) -> [SavedConnection] {
        try await orError { () async throws(StoreError) in try await store.connections() }.map(link).map(\.saved)
    }

    package func connection(_ id: SavedConnection.ID) async throws(ConnectionError) -> SavedConnection {
        try await freshLink(id).saved
    }

    /// The id of the user that requests through a connection are made as.
    package func actingUserID(of id: SavedConnection.ID) async throws(ConnectionError) -> String? {
        try await knownLink(id).saved.state.org?.userID
    }

    // MARK: Links

    /// The link of a connection as it is on record now.
    func freshLink(_ id: SavedConnection.ID) async throws(ConnectionError) -> ConnectionLink {
        let saved = try await orError { () async throws(StoreError) in try await store.connection(id) }
        guard let saved else {
            links.withLock { $0[id] = nil }
            throw .unknownConnection
        }
        return link(saved)
    }

    /// The link of a connection as this process knows it.
    func knownLink(_ id: SavedConnection.ID) async throws(ConnectionError) -> ConnectionLink {
        if let link = links.withLock({ $0[id] }) { return link }
        return try await freshLink(id)
    }

    /// The link of a connection that was just read.
    private func link(_ saved: SavedConnection) -> ConnectionLink {
        let link = links.withLock { links in
            if let link = links[saved.id] { return link }
            let link = ConnectionLink(saved, keeper: keeper(of: saved.id), transport: transport)
            links[saved.id] = link
            return link
        }
        link.update(saved)
        return link
    }

    func drop(_ id: SavedConnection.ID) { links.withLock { $0[id] = nil } }

    var allLinks: [ConnectionLink] { links.withLock { Array($0.values) } }

    private func keeper(of id: SavedConnection.ID) -> TokenKeeper {
        TokenKeeper(
            of: id,
            store: store,
            vault: vault,
            renewal: TokenRenewal(
                store: store,
                vault: vault,
                signIn: signIn,
                clock: options.clock,
                timing: options.renewalTiming
            ),
            clock: options.clock,
            onEvent: { [weak self] event in await self?.note(event, of: id) }
        )
    }

    /// Learns what became of a connection's tokens.
    private func note(_ event: TokenKeeper.Event, of id: SavedConnection.ID) async {
        let link = links.withLock { $0[id] }
        let name = link?.saved.settings.name ?? ""
        link?.metrics.count(event)
        switch event {
        case .renewed(let isOthers):
            logger.info(
                "The access to an org is renewed.",
                metadata: ["connection": "\(name)", "by": "\(isOthers ? "another node" : "this node")"]
            )
            if failing.withLock({ $0.remove(id) }) != nil { await options.observer(ConnectionEvent(.renewed, of: id)) }
        case .needsPerson(let reason):
            logger.error(
                "Somebody has to sign in to an org again.",
                metadata: ["connection": "\(name)", "reason": "\(reason)"]
            )
            failing.withLock { _ = $0.remove(id) }
            await options.observer(ConnectionEvent(.needsReconnect(reason: reason), of: id))
        case .failed(let error):
            let reason = error.detail ?? error.kind.rawValue
            logger.warning(
                "The access to an org could not be renewed yet.",
                metadata: ["connection": "\(name)", "reason": "\(reason)"]
            )
            if failing.withLock({ $0.insert(id).inserted }) {
                await options.observer(ConnectionEvent(.renewalFailed(reason: reason), of: id))
            }
        }
        // What cannot be read now is read with the next look at all connections.
        _ = try? await freshLink(id)
    }

    func orError<Result>(_ body: () async throws(StoreError) -> Result) async throws(ConnectionError) -> Result {
        do throws(StoreError) {
            return try await body()
        } catch {
            switch error {
            case .taken(let name): throw .nameTaken(name)
            case .conflict: throw .conflict
            case .unavailable, .unreadable: throw .store(error)
            }
        }
    }
}

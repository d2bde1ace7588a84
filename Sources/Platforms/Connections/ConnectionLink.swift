import FoundationEssentials
import JSON
import Synchronization

/// A connection in use by this process.
final class ConnectionLink: Sendable {
    private struct State {
        var saved: SavedConnection
        var connection: Connection?
        var usage: UsageMeter
        var descriptions: [String: (description: ObjectDescription, at: ContinuousClock.Instant)] = [:]
        var objects: (list: [ObjectSummary], at: ContinuousClock.Instant)?
    }

    let id: SavedConnection.ID
    let keeper: TokenKeeper
    let metrics: ConnectionMetrics
    private let transport: HTTPTransport
    private let state: Mutex<State>

    init(_ saved: SavedConnection, keeper: TokenKeeper, transport: HTTPTransport) {
        id = saved.id
        metrics = ConnectionMetrics(of: saved.id)
        self.keeper = keeper
        self.transport = transport
        state = Mutex(
            State(
                saved: saved,
                connection: Self.connection(saved, keeper, transport),
                usage: UsageMeter(saved.state.usage)
            )
        )
    }

    /// The connection with what this process knows of its usage.
    var saved: SavedConnection {
        state.withLock { state in
            var saved = state.saved
            saved.state.usage = state.usage.seen
            return saved
        }
    }

    /// What sends its requests; nil when nobody is signed in.
    var connection: Connection? { state.withLock { $0.connection } }

    /// Takes what is on record in place of what was.
    func update(_ saved: SavedConnection) {
        state.withLock { state in
            if saved.state.org?.instance != state.saved.state.org?.instance {
                state.connection = Self.connection(saved, keeper, transport)
            }
            if saved.state.org?.organizationID != state.saved.state.org?.organizationID {
                state.descriptions = [:]
                state.objects = nil
            }
            state.saved = saved
            state.usage.learn(saved.state.usage)
        }
    }

    private static func connection(
        _ saved: SavedConnection,
        _ keeper: TokenKeeper,
        _ transport: HTTPTransport
    ) -> Connection? {
        saved.state.org.map { Connection(to: $0.instance, tokens: keeper, transport: transport) }
    }

    // MARK: Usage

    func admission(at now: Date) -> UsageMeter.Admission {
        state.withLock { state in
            state.usage.admission(reservedPercent: state.saved.settings.reservedPercent, at: now)
        }
    }

    func note(_ share: APIUsage.Share, at now: Date) { state.withLock { $0.usage.note(share, at: now) } }

    func takeUnsavedUsage() -> SeenUsage? { state.withLock { $0.usage.takeUnsaved() } }

    // MARK: Descriptions

    /// How long a description is believed: people change their org's fields now and then.
    private static let belief = Duration.seconds(600)

    func description(of object: String) -> ObjectDescription? {
        state.withLock { state in
            guard let known = state.descriptions[object.lowercased()], known.at.duration(to: .now) < Self.belief else {
                return nil
            }
            return known.description
        }
    }

    func keep(_ description: ObjectDescription, of object: String) {
        state.withLock { $0.descriptions[object.lowercased()] = (description, .now) }
    }

    var objects: [ObjectSummary]? {
        state.withLock { state in
            guard let known = state.objects, known.at.duration(to: .now) < Self.belief else { return nil }
            return known.list
        }
    }

    func keep(_ objects: [ObjectSummary]) { state.withLock { $0.objects = (objects, .now) } }
}

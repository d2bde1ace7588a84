import Actions
import Calls
import Foundation
import JSON
import Logging
import Platforms
import SandboxOrg
import Storage
import Synchronization
import Testing
import Workspace

/// A sandbox org in which things go wrong, and a node that keeps a journal of what it writes there.
struct JournaledOrg: Sendable {
    let sandbox: RunningSandbox
    let journal: Journal
    let reconciler: Reconciler
    let audit: AuditTrail
    let contact: String
    let access: Access
    private let directory: CallDirectory
    private let agent: Agent
    private let clock: MovableClock
    private let connection: Connection

    private static let actions = Result { try Catalog.salesforce().actions }

    static func run<Result: Sendable>(
        on database: any Database,
        _ body: (JournaledOrg) async throws -> Result
    ) async throws -> Result {
        try await withSandboxServer(.empty) { sandbox in
            let contact = try await sandbox.org.create("Contact", ["FirstName": "Sarah", "LastName": "Johnson"])
            let user = try await sandbox.org.query("SELECT CreatedById FROM Contact")[0]["CreatedById"]?.string
            let transport = HTTPTransport()
            let access = Access(sandbox.token)
            let connection = Connection(
                to: try #require(InstanceURL(sandbox.baseURL)),
                tokens: access,
                transport: transport
            )
            let org = try JournaledOrg(sandbox, access, connection, database, contact: contact, user: user)
            let outcome: Swift.Result<Result, any Error>
            do {
                outcome = .success(try await body(org))
            } catch {
                outcome = .failure(error)
            }
            await transport.shutdown()
            return try outcome.get()
        }
    }

    private init(
        _ sandbox: RunningSandbox,
        _ access: Access,
        _ connection: Connection,
        _ database: any Database,
        contact: String,
        user: String?
    ) throws {
        let clock = MovableClock()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let agent = Agent(
            id: "agt_1",
            name: "Agent",
            timeZone: .gmt,
            actions: try Self.actions.get().map { EnabledAction($0) }
        )
        let send: ConnectionSender = { request, _, deadline throws(CRMError) in
            try await connection.send(request, deadline: deadline)
        }
        let findAgent: @Sendable (Agent.ID) async throws(StoreError) -> Agent? = { _ throws(StoreError) in agent }
        var settings = Journal.Settings()
        settings.margin = .zero
        self.sandbox = sandbox
        self.access = access
        self.clock = clock
        self.agent = agent
        self.contact = contact
        self.connection = connection
        audit = AuditTrail(store: AuditStorage(database), logger: logger)
        journal = Journal(
            store: JournalStorage(database),
            settings: settings,
            clock: clock.time,
            logger: logger
        )
        directory = CallDirectory(
            store: CallStorage(database),
            services: CallServices(send: send, journal: journal, audit: audit, clock: clock.time),
            logger: logger,
            agent: findAgent
        )
        reconciler = Reconciler(
            journal,
            services: Reconciler.Services(
                send: send,
                describe: { object, _, deadline throws(CRMError) in
                    let path = ["services", "data", "v59.0", "sobjects", object, "describe"]
                    let answer = try await connection.send(CRMRequest(.get, segments: path), deadline: deadline).json
                    guard let description = answer.flatMap(ObjectDescription.init) else { throw CRMError(.unreadable) }
                    return description
                },
                actingUserID: { _ in user },
                agent: findAgent
            ),
            audit: audit,
            logger: logger
        )
    }

    /// A call whose caller says yes to everything.
    func call() async throws -> Call {
        try await directory.open(agent, callerPhone: nil, channel: "test", reportsTurns: false)
    }

    /// Uses an action, and confirms when asked.
    func use(_ action: String, _ arguments: JSONObject, in call: Call) async -> Outcome {
        let outcome = await call.invoke(action, arguments).outcome
        guard let confirmationID = outcome.confirmationID else { return outcome }
        return await call.confirm(confirmationID, by: agent.id).outcome
    }

    /// Lets time pass, for the server as for the org.
    func wait(_ duration: Duration) {
        clock.advance(by: duration)
    }

    /// The journal's only entry.
    func entry(sourceLocation: SourceLocation = #_sourceLocation) async throws -> JournalEntry {
        let entries = try await journal.entries(matching: JournalFilter(includesDismissed: true), limit: 10)
        #expect(entries.count == 1, sourceLocation: sourceLocation)
        return try #require(entries.first, sourceLocation: sourceLocation)
    }

    func count(_ query: String) async throws -> Int { try await sandbox.org.query(query).count }
}

/// A token that is there unless nobody is signed in.
final class Access: AccessTokenSource {
    private let isSignedOut = Mutex(false)
    private let value: String

    init(_ value: String) { self.value = value }

    func signOut() { isSignedOut.withLock { $0 = true } }
    func signIn() { isSignedOut.withLock { $0 = false } }

    func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String {
        guard !isSignedOut.withLock({ $0 }) else { throw CRMError(.signInRefused) }
        return value
    }

    func replacement(for rejected: String, by deadline: ContinuousClock.Instant) async throws(CRMError) -> String? {
        nil
    }
}

/// A clock that runs, and can be moved ahead.
final class MovableClock: Sendable {
    private let ahead = Mutex<TimeInterval>(0)

    func advance(by duration: Duration) { ahead.withLock { $0 += TimeInterval(duration.components.seconds) } }

    var time: @Sendable () -> Date { { Date().addingTimeInterval(self.ahead.withLock { $0 }) } }
}

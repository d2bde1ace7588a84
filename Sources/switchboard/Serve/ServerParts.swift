import Actions
import Calls
import Doors
import Foundation
import Logging
import Platforms
import ServiceLifecycle
import Storage
import Workspace

/// What a server is made of, put together.
struct ServerParts: Sendable {
    let services: Services
    let journal: any JournalStore
    let people: PeopleDirectory
    let connections: Connections
    /// What has to run for the others to work, in the order of starting.
    let background: [any Service]
    private let transport: HTTPTransport

    init(
        on database: any Database,
        vault: Vault,
        allowsPlainHTTP: Bool,
        retentionDays: Int,
        logger: Logger
    ) throws {
        let transport = HTTPTransport()
        let connectionStore = ConnectionStorage(database)
        var options = Connections.Options()
        options.allowsPlainHTTP = allowsPlainHTTP
        let connections = Connections(
            store: connectionStore,
            vault: vault,
            transport: transport,
            options: options,
            logger: logger
        )
        let templates = try Catalog.salesforce()
        let workspace = SharedWorkspace(store: WorkspaceStorage(database), connections: connectionStore)
        let people = PeopleDirectory(PeopleStorage(database))
        let calls = DatabaseCallStore(database)
        let journal = DatabaseJournalStore(database)
        let auditStore = DatabaseAuditStore(database)
        let audit = AuditTrail(store: auditStore, logger: logger)
        let idempotency = IdempotencyStorage(database)
        let roster = AgentRoster(workspace)
        let keptJournal = Journal(store: journal, logger: logger)
        let records = PersonalRecords(calls: calls, journal: journal, auditStore: auditStore, trail: audit)
        let send: ConnectionSender = { request, id, deadline throws(CRMError) in
            try await connections.send(request, through: id ?? "", deadline: deadline)
        }
        let agent: @Sendable (Agent.ID) async throws(StoreError) -> Agent? = { id throws(StoreError) in
            do throws(WorkspaceError) {
                return try await roster.agent(id)
            } catch {
                guard case .store(let error) = error else { return nil }
                throw error
            }
        }
        let verification = CallerVerification(attempts: VerificationStorage(database))
        let directory = CallDirectory(
            store: calls,
            services: CallServices(send: send, journal: keptJournal, audit: audit, verification: verification),
            logger: logger,
            agent: agent
        )
        let reconciler = Reconciler(
            keptJournal,
            services: Reconciler.Services(
                send: send,
                describe: { object, id, deadline throws(CRMError) in
                    try await connections.describe(object, through: id, deadline: deadline)
                },
                actingUserID: { id in try? await connections.actingUserID(of: id) },
                agent: agent
            ),
            audit: audit,
            logger: logger
        )
        services = Services(
            templates: templates,
            connections: connections,
            library: ActionLibrary(workspace, connections: connectionStore, templates: templates),
            roster: roster,
            people: people,
            transfer: WorkspaceTransfer(workspace, connections: connectionStore),
            calls: directory,
            journal: keptJournal,
            records: records,
            audit: audit,
            idempotency: idempotency
        )
        var background: [any Service] = [
            audit, Housekeeping(idempotency: idempotency, logger: logger), connections, reconciler,
            directory,
        ]
        if retentionDays > 0 {
            background.append(Retention(records, days: retentionDays, logger: logger))
        }
        self.background = background
        self.journal = journal
        self.people = people
        self.connections = connections
        self.transport = transport
    }

    func close() async { await transport.shutdown() }
}

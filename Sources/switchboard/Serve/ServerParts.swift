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
        services = Services(
            templates: templates,
            connections: connections,
            library: ActionLibrary(workspace, connections: connectionStore, templates: templates),
            roster: AgentRoster(workspace),
            people: people,
            journal: journal,
            audit: audit,
            idempotency: idempotency
        )
        var background: [any Service] = [audit, Housekeeping(idempotency: idempotency, logger: logger), connections]
        if retentionDays > 0 {
            let records = PersonalRecords(calls: calls, journal: journal, auditStore: auditStore, trail: audit)
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

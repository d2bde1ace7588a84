import Actions
import Calls
package import Doors
import Logging
package import Platforms
package import Storage
import Workspace

extension Services {
    private static let catalog = Result { try Catalog.salesforce() }

    /// Everything a server is made of, on a database for a test. Passwords are hashed cheaply.
    ///
    /// - Parameter vault: What secrets are sealed in; the same for all nodes of a database.
    package static func test(
        on database: any Database,
        _ transport: HTTPTransport,
        vault: Vault = Vault(KeyRing())
    ) throws -> Services {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let connectionStore = ConnectionStorage(database)
        let shared = SharedWorkspace(store: WorkspaceStorage(database), connections: connectionStore)
        let templates = try catalog.get()
        let connections = Connections(store: connectionStore, vault: vault, transport: transport)
        let journalStore = JournalStorage(database)
        let journal = Journal(store: journalStore, logger: logger)
        let auditStore = AuditStorage(database)
        let audit = AuditTrail(store: auditStore, logger: logger)
        let roster = AgentRoster(shared)
        let send: ConnectionSender = { request, id, deadline throws(CRMError) in
            try await connections.send(request, through: id ?? "", deadline: deadline)
        }
        let attempts = VerificationStorage(database)
        let directory = CallDirectory(
            store: CallStorage(database),
            services: CallServices(
                send: send,
                journal: journal,
                audit: audit,
                verification: CallerVerification(attempts: attempts)
            ),
            logger: logger
        ) { id throws(StoreError) in
            do throws(WorkspaceError) {
                return try await roster.agent(id)
            } catch {
                guard case .store(let error) = error else { return nil }
                throw error
            }
        }
        return Services(
            templates: templates,
            connections: connections,
            library: ActionLibrary(shared, connections: connectionStore, templates: templates),
            roster: roster,
            channels: ChannelSecrets(store: ChannelStorage(database), vault: vault, roster: roster),
            people: PeopleDirectory(
                PeopleStorage(database),
                hashing: PasswordHashing(cost: 4, passes: 1),
                observer: { event in await audit.note(AuditEntry(event)) }
            ),
            transfer: WorkspaceTransfer(shared, connections: connectionStore),
            calls: directory,
            journal: journal,
            records: PersonalRecords(
                calls: directory,
                journal: journalStore,
                auditStore: auditStore,
                trail: audit,
                attempts: attempts
            ),
            audit: audit,
            idempotency: IdempotencyStorage(database)
        )
    }
}

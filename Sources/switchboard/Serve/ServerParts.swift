import Actions
import Agents
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
    /// Who speaks on the telephone; nil where nobody does.
    let telephoneModel: (any LanguageModel)?
    private let transport: HTTPTransport
    private let modelTransport: ModelTransport

    init(
        on database: any Database,
        vault: Vault,
        settings: Settings,
        logger: Logger
    ) throws {
        let transport = HTTPTransport()
        let connectionStore = ConnectionStorage(database)
        let auditStore = AuditStorage(database)
        let audit = AuditTrail(store: auditStore, logger: logger)
        var options = Connections.Options()
        options.allowsPlainHTTP = settings.isTrue(.plainHTTP)
        options.observer = { event in await audit.note(AuditEntry(event)) }
        let connections = Connections(
            store: connectionStore,
            vault: vault,
            transport: transport,
            options: options,
            logger: logger
        )
        let templates = try Catalog.salesforce()
        let workspace = SharedWorkspace(store: WorkspaceStorage(database), connections: connectionStore)
        let people = PeopleDirectory(
            PeopleStorage(database),
            observer: { event in await audit.note(AuditEntry(event)) }
        )
        let calls = CallStorage(database)
        let journal = JournalStorage(database)
        let idempotency = IdempotencyStorage(database)
        let roster = AgentRoster(workspace)
        let keptJournal = Journal(store: journal, logger: logger)
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
        let attempts = VerificationStorage(database)
        let verification = CallerVerification(
            attempts: attempts,
            codes: try Self.codeDelivery(settings, transport)
        )
        let directory = CallDirectory(
            store: calls,
            services: CallServices(send: send, journal: keptJournal, audit: audit, verification: verification),
            logger: logger,
            agent: agent
        )
        let records = PersonalRecords(
            calls: directory,
            journal: journal,
            auditStore: auditStore,
            trail: audit,
            attempts: attempts
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
            channels: ChannelSecrets(store: ChannelStorage(database), vault: vault, roster: roster),
            people: people,
            transfer: WorkspaceTransfer(workspace, connections: connectionStore),
            calls: directory,
            journal: keptJournal,
            records: records,
            audit: audit,
            idempotency: idempotency
        )
        // They stop in the reverse order: what others still write to goes last.
        var background: [any Service] = [
            audit,
            Housekeeping(
                idempotency: idempotency,
                attempts: attempts,
                people: people,
                database: database,
                logger: logger
            ),
            connections, reconciler, directory,
        ]
        let days = settings.number(.retentionDays)
        if days > 0 {
            background.append(Retention(records, days: days, logger: logger))
        }
        self.background = background
        self.journal = journal
        self.people = people
        self.connections = connections
        self.transport = transport
        modelTransport = ModelTransport()
        telephoneModel = try Self.telephoneModel(settings, templates, over: modelTransport)
    }

    func close() async {
        await transport.shutdown()
        await modelTransport.shutdown()
    }

    private static func telephoneModel(
        _ settings: Settings,
        _ templates: Catalog,
        over transport: ModelTransport
    ) throws -> (any LanguageModel)? {
        if let script = settings.text(.telephoneScript) {
            return ScriptedModel(try ScenarioReader(catalog: templates).scenario(file: script).script)
        }
        guard let url = settings.text(.telephoneModelURL) else { return nil }
        guard let name = settings.text(.telephoneModelName) else {
            throw Mistake("telephone.model_url needs telephone.model_name: what the model is called there.")
        }
        return try ModelChoice(
            url: url,
            name: name,
            wire: settings.text(.telephoneModelWire).flatMap(ModelChoice.Wire.init),
            key: settings.text(.telephoneModelKey).map(Secret.init),
            keyFile: settings.text(.telephoneModelKeyFile)
        ).model(over: transport)
    }

    /// How one-time codes reach callers; nil where nobody has said.
    private static func codeDelivery(
        _ settings: Settings,
        _ transport: HTTPTransport
    ) throws -> (any CodeDelivery)? {
        guard let url = settings.text(.codeWebhookURL) else { return nil }
        guard let secret = settings.text(.codeWebhookSecret) else {
            throw Mistake("codes.webhook_url needs codes.webhook_secret, to sign what is posted there.")
        }
        guard let webhook = SignedWebhook(url, secret: secret, transport: transport) else {
            throw Mistake(
                "codes.webhook_url must be an https:// address, or http:// on this machine, without a user in it."
            )
        }
        return WebhookCodeDelivery(webhook)
    }
}

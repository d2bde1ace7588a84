package import Actions
package import Calls
package import Platforms
package import Workspace

/// What the doors open on: everything a server is made of.
package struct Services: Sendable {
    package var templates: Catalog
    package var connections: Connections
    package var library: ActionLibrary
    package var roster: AgentRoster
    package var channels: ChannelSecrets
    package var people: PeopleDirectory
    package var transfer: WorkspaceTransfer
    package var calls: CallDirectory
    package var journal: Journal
    package var records: PersonalRecords
    package var audit: AuditTrail
    package var idempotency: any IdempotencyStore

    package init(
        templates: Catalog,
        connections: Connections,
        library: ActionLibrary,
        roster: AgentRoster,
        channels: ChannelSecrets,
        people: PeopleDirectory,
        transfer: WorkspaceTransfer,
        calls: CallDirectory,
        journal: Journal,
        records: PersonalRecords,
        audit: AuditTrail,
        idempotency: any IdempotencyStore
    ) {
        self.templates = templates
        self.connections = connections
        self.library = library
        self.roster = roster
        self.channels = channels
        self.people = people
        self.transfer = transfer
        self.calls = calls
        self.journal = journal
        self.records = records
        self.audit = audit
        self.idempotency = idempotency
    }
}

extension Admission {
    /// Lets in whoever a server's workspace knows.
    package init(to services: Services, configuration: Configuration = Configuration()) {
        self.init(
            WorkspaceCredentials(roster: services.roster, people: services.people),
            configuration: configuration
        )
    }
}

extension HTTPAPI {
    /// The whole API of a server.
    ///
    /// - Parameter version: The server's own, for the description of the API.
    package init(_ services: Services, admission: Admission, version: String) {
        let endpoints =
            PeopleResource(people: services.people).endpoints
            + ConnectionResource(
                connections: services.connections,
                library: services.library,
                allowsPlainHTTP: admission.configuration.allowsPlainHTTP
            ).endpoints
            + TemplateResource(catalog: services.templates).endpoints
            + ActionResource(library: services.library, connections: services.connections).endpoints
            + AgentResource(roster: services.roster).endpoints
            + ChannelResource(channels: services.channels).endpoints
            + TransferResource(transfer: services.transfer).endpoints
            + CallResource(calls: services.calls).endpoints
            + JournalResource(journal: services.journal).endpoints
            + UsageResource(connections: services.connections, journal: services.journal).endpoints
            + AuditResource(audit: services.audit).endpoints
            + ForgetResource(records: services.records, idempotency: services.idempotency).endpoints
        self.init(
            DocumentResource.describing(endpoints, version: version),
            admission: admission,
            idempotency: services.idempotency,
            audit: services.audit
        )
    }
}

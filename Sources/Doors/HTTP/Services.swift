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
    package var people: PeopleDirectory
    package var journal: any JournalStore
    package var audit: AuditTrail
    package var idempotency: any IdempotencyStore

    package init(
        templates: Catalog,
        connections: Connections,
        library: ActionLibrary,
        roster: AgentRoster,
        people: PeopleDirectory,
        journal: any JournalStore,
        audit: AuditTrail,
        idempotency: any IdempotencyStore
    ) {
        self.templates = templates
        self.connections = connections
        self.library = library
        self.roster = roster
        self.people = people
        self.journal = journal
        self.audit = audit
        self.idempotency = idempotency
    }
}

extension HTTPAPI {
    /// The whole API of a server.
    ///
    /// - Parameter version: The server's own, for the description of the API.
    package init(_ services: Services, configuration: Configuration = Configuration(), version: String) {
        let endpoints =
            PeopleResource(people: services.people).endpoints
            + ConnectionResource(
                connections: services.connections,
                library: services.library,
                allowsPlainHTTP: configuration.allowsPlainHTTP
            ).endpoints
            + TemplateResource(catalog: services.templates).endpoints
            + ActionResource(library: services.library).endpoints
            + AgentResource(roster: services.roster).endpoints
            + JournalResource(store: services.journal).endpoints
            + AuditResource(audit: services.audit).endpoints
        self.init(
            DocumentResource.describing(endpoints, version: version),
            credentials: WorkspaceCredentials(roster: services.roster, people: services.people),
            idempotency: services.idempotency,
            audit: services.audit,
            configuration: configuration
        )
    }
}

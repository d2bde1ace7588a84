package import Doors
package import Hummingbird

/// The pages for people, on the same services as the HTTP API.
package struct Console: Sendable {
    private let server: ConsoleServer

    /// - Parameters:
    ///   - innerOrg: The sandbox org inside this server; nil when none runs.
    ///   - retentionDays: For how many days what callers said is kept; 0 for ever.
    ///   - models: What can speak for an agent on the browser's phone.
    package init(
        _ services: Services,
        admission: Admission,
        innerOrg: InnerOrg? = nil,
        retentionDays: Int = 0,
        models: [PhoneModel] = []
    ) throws {
        let places: [any ConsolePage] = [
            IntegrationsPage(
                services: services,
                innerOrg: innerOrg,
                allowsPlainHTTP: admission.configuration.allowsPlainHTTP
            ),
            ActionsPage(services: services, innerOrg: innerOrg),
            AgentsPage(services: services),
            CallsPage(services: services),
            AuditPage(services: services),
            SettingsPage(services: services, innerOrg: innerOrg, retentionDays: retentionDays),
        ]
        let rehearsal = Rehearsal(models, services: services, innerOrg: innerOrg)
        let others: [any ConsolePage] = [
            PhonePage(services: services, models: models, rehearsal: rehearsal, exchange: PhoneExchange(services)),
            SetUpPage(people: services.people), SignInPage(people: services.people),
        ]
        let overview = OverviewPage(services: services, rehearsal: rehearsal)
        server = ConsoleServer(
            pages: [overview] + places + others,
            admission: admission,
            audit: services.audit,
            renderer: try PageRenderer(),
            assets: ConsoleAssets()
        )
    }

    /// Everything a browser can ask for.
    var routes: [ConsoleRoute] { server.pages.flatMap(\.routes) }

    /// Adds the pages. What is added to the router after them answers browsers with a page when it finds nothing.
    package func add(to router: Router<DoorContext>) { server.add(to: router) }
}

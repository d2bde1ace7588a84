import Calls
import Doors
import Workspace

/// People and how they get in, what is kept how long, and the sandbox org.
struct SettingsPage: ConsolePage {
    let services: Services
    let innerOrg: InnerOrg?
    /// For how many days what callers said is kept; 0 for ever.
    let retentionDays: Int

    var navigation: NavigationItem? { NavigationItem(title: "Settings", path: "/settings") }

    var routes: [ConsoleRoute] { people + password + sessions + tokens + data + sandbox }

    var directory: PeopleDirectory { services.people }

    /// One of the pages of the settings, in the row that leads to the others.
    struct Place: Sendable {
        let title: String
        let path: String
        let isCurrent: Bool
    }

    func places(at path: String) -> [Place] {
        var places = [
            ("People", "/settings"), ("Your password", "/settings/password"), ("Sessions", "/settings/sessions"),
            ("API tokens", "/settings/tokens"), ("Data", "/settings/data"),
        ]
        if innerOrg != nil { places.append(("Sandbox org", "/settings/sandbox")) }
        return places.map { Place(title: $0.0, path: $0.1, isCurrent: $0.1 == path) }
    }

    /// A form by itself, with what it is for.
    struct FormView: Sendable {
        let places: [Place]
        let heading: String
        let explanation: String
        let action: String
        let button: String
        let form: Form
    }
}

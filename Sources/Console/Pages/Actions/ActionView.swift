import Actions
import Workspace

/// What an action does, as pages show it to people.
struct ActionView: Sendable {
    /// What a request does, at a glance.
    struct Badge: Sendable {
        let text: String
        let tone: String
    }

    let name: String
    let title: String
    let group: String
    let description: String
    /// `GET`, `POST`, `PATCH`, `DELETE`.
    let method: String
    /// For the colour of the method.
    let methodTone: String
    /// What it does to records, and whether the caller is asked.
    let effect: String
    let badges: [Badge]
    /// What a search looks through; in lower case.
    let searchText: String

    init(_ action: Action) {
        name = action.name
        title = action.title
        group = action.group ?? "Custom"
        description = action.description
        method = action.method.rawValue
        methodTone = action.method.rawValue.lowercased()
        effect = Self.effect(of: action)
        var badges: [Badge] = []
        if action.isDestructive { badges.append(Badge(text: "destructive", tone: "bad")) }
        if action.isWrite, !action.asksForConfirmation { badges.append(Badge(text: "does not ask", tone: "warn")) }
        if action.runsAtCallStart { badges.append(Badge(text: "runs at call start", tone: "idle")) }
        if action.isLimitedToCaller { badges.append(Badge(text: "caller's records only", tone: "idle")) }
        if action.defaultAssurance != .unknown {
            badges.append(Badge(text: "caller \(action.defaultAssurance.rawValue)", tone: "idle"))
        }
        self.badges = badges
        searchText = "\(action.name) \(action.title) \(group) \(action.description)".lowercased()
    }

    private static func effect(of action: Action) -> String {
        let asks = action.asksForConfirmation ? ", after the caller's yes" : ", without asking the caller"
        guard action.isWrite else { return "Reads, and changes nothing" }
        return switch action.method {
        case .delete: "Removes a record" + asks
        case .patch: "Changes a record" + asks
        default: "Makes a record" + asks
        }
    }
}

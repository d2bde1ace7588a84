import Actions
import Foundation
import Mustache
import Workspace

/// An agent as pages show it.
struct AgentView: Sendable {
    /// An action it may use, with what it asks for that.
    struct Enabled: Sendable {
        let id: String
        let action: ActionView
        /// Which org it acts in, where the workspace has more than one.
        let org: String?
        let assurances: [Option]
        let scopes: [Option]
        /// The same in words, for who may not change it.
        let assurance: String
        let scope: String
    }

    /// A value of a list to choose from.
    struct Option: Sendable, MustacheParent {
        let value: String
        let title: String
        let isChosen: Bool

        // There are hundreds on a page.
        func child(named name: String) -> Any? {
            switch name {
            case "value": value
            case "title": title
            case "isChosen": isChosen
            default: nil
            }
        }
    }

    let id: String
    let path: String
    let name: String
    let instructions: String
    /// Where all of them are; nil where they are shown whole.
    let allInstructionsPath: String?
    let timeZone: String
    let isReadOnly: Bool
    let facts: [String]
    let requiredMatches: Int
    let allowsCode: Bool
    let limitsFields: Bool
    let enabled: [Enabled]
    /// The address of the rest of them; nil where there is none.
    let more: String?
    let tokenIssuedAt: MomentView?
    let revision: Int

    /// How much of what it is told is shown at once, in characters and in bytes of the page.
    private static let instructionsLength = 1500
    private static let instructionsWeight = 4000

    /// How many actions are shown at once.
    private static let pageLength = 40

    /// - Parameters:
    ///   - orgs: The names of the connections of a workspace that has more than one, by their ids.
    ///   - sendsCodes: Whether the server can send codes to callers.
    ///   - tellsAll: Whether what it is told is shown whole, however long it is.
    ///   - start: How many of its actions are left out at the beginning, as an address says.
    init(
        _ agent: SavedAgent,
        actions: [WorkspaceAction],
        orgs: [String: String],
        sendsCodes: Bool,
        tellsAll: Bool = false,
        from start: String? = nil
    ) {
        id = agent.id
        path = "/agents/\(agent.id)"
        name = agent.settings.name
        let told = agent.settings.instructions
        instructions = tellsAll ? told : told.clipped(to: Self.instructionsLength, weight: Self.instructionsWeight)
        allInstructionsPath = instructions == told ? nil : "/agents/\(agent.id)?told=all"
        timeZone = agent.settings.timeZone.identifier
        isReadOnly = agent.settings.isReadOnly
        facts = agent.settings.verification.facts
        requiredMatches = agent.settings.verification.requiredMatches
        allowsCode = sendsCodes && agent.settings.verification.allowsCode
        limitsFields = agent.settings.fieldAllowList != nil
        let all = agent.settings.actions.compactMap { enabled -> Enabled? in
            guard let saved = actions.first(where: { $0.id == enabled.actionID }), let action = saved.action else {
                return nil
            }
            return Enabled(enabled, action, org: orgs[saved.saved.connectionID])
        }
        let part = ListPart(of: all, from: start, most: Self.pageLength) { 1000 + ($0.org?.weight ?? 0) }
        more = part.next.map { "/agents/\(agent.id)?from=\($0)" }
        enabled = Array(part.rows)
        tokenIssuedAt = agent.token.map { MomentView($0.issuedAt) }
        revision = agent.revision
    }
}

extension AgentView.Enabled {
    init(_ enabled: AgentAction, _ action: Action, org: String?) {
        id = enabled.actionID
        self.org = org
        self.action = ActionView(action)
        let assurances = Assurance.allCases.map { assurance in
            AgentView.Option(
                value: assurance.rawValue,
                title: Self.words(assurance),
                isChosen: enabled.assurance == assurance
            )
        }
        let preset = "preset: \(Self.words(action.defaultAssurance))"
        self.assurances = [.init(value: "", title: preset, isChosen: enabled.assurance == nil)] + assurances
        let whose = { (isLimited: Bool) in isLimited ? "the caller's" : "everyone's" }
        scopes = [
            .init(
                value: "",
                title: "preset: \(whose(action.isLimitedToCaller))",
                isChosen: enabled.isLimitedToCaller == nil
            ),
            .init(value: "caller", title: whose(true), isChosen: enabled.isLimitedToCaller == true),
            .init(value: "all", title: whose(false), isChosen: enabled.isLimitedToCaller == false),
        ]
        assurance = Self.words(enabled.assurance ?? action.defaultAssurance)
        scope = whose(enabled.isLimitedToCaller ?? action.isLimitedToCaller)
    }

    private static func words(_ assurance: Assurance) -> String {
        switch assurance {
        case .unknown: "anyone"
        case .recognised: "a known number"
        case .verified: "a verified caller"
        }
    }
}

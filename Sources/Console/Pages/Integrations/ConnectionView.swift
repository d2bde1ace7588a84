import Foundation
import Platforms

/// A connection as pages show it.
struct ConnectionView: Sendable {
    /// How many of the org's requests of a day are used.
    struct Usage: Sendable {
        let used: Int
        let granted: Int
        /// From here on agents are stopped, so that people can go on.
        let agentsStopAt: Int
        let text: String
        let seenAt: MomentView
    }

    let id: String
    let path: String
    let name: String
    let status: String
    /// What the status looks like: `good`, `bad` or `idle`.
    let tone: String
    /// Why somebody has to sign in again.
    let reason: String?
    let isConnected: Bool
    let logInHost: String
    let grant: String
    let needsPerson: Bool
    let clientID: String
    let instance: String?
    let organizationID: String?
    let username: String?
    let userName: String?
    let userID: String?
    let connectedAt: MomentView?
    let apiVersion: String
    let newestVersion: String?
    let scopes: [String]
    let rotation: String
    let reservedPercent: Int
    let usage: Usage?

    init(_ connection: SavedConnection) {
        let settings = connection.settings
        let state = connection.state
        id = connection.id
        path = "/integrations/\(connection.id)"
        name = settings.name
        (status, tone) =
            switch state.status {
            case .connected: ("Connected", "good")
            case .needsReconnect: ("Sign in again", "bad")
            case .disconnected: ("Not connected", "idle")
            }
        reason = state.status.reason
        isConnected = state.org != nil && state.status != .disconnected
        logInHost = settings.logInHost.address
        grant =
            switch settings.grant {
            case .authorizationCode: "Somebody signs in with a browser"
            case .clientCredentials: "The app signs in by itself"
            case .jwtBearer(let username): "A key signs in as \(username)"
            }
        needsPerson = settings.grant.needsPerson
        clientID = settings.clientID
        instance = state.org?.instance.description
        organizationID = state.org?.organizationID
        username = state.org.flatMap { $0.username.isEmpty ? nil : $0.username }
        userName = state.org.flatMap { $0.userName.isEmpty ? nil : $0.userName }
        userID = state.org?.userID
        connectedAt = state.org.map { MomentView($0.connectedAt) }
        apiVersion = settings.apiVersion
        newestVersion = state.org?.newestVersion
        scopes = settings.scopes
        rotation =
            switch state.rotation {
            case .unknown: "Not renewed yet"
            case .rotates: "Renewed by itself; each refresh token is used once"
            case .stays: "Renewed by itself"
            }
        reservedPercent = settings.reservedPercent
        usage = state.usage.map { Usage($0, reservedPercent: settings.reservedPercent) }
    }
}

extension ConnectionView.Usage {
    init(_ seen: SeenUsage, reservedPercent: Int) {
        used = seen.share.used
        granted = seen.share.granted
        agentsStopAt = seen.share.granted - (seen.share.granted * reservedPercent + 99) / 100
        let percent = seen.share.granted > 0 ? Double(seen.share.used) / Double(seen.share.granted) * 100 : 0
        let share = percent < 1 && seen.share.used > 0 ? "under 1" : String(Int(percent.rounded()))
        text = "\(Self.grouped(used)) of \(Self.grouped(granted)) requests in 24 hours (\(share) %)"
        seenAt = MomentView(seen.at)
    }

    private static func grouped(_ number: Int) -> String {
        number.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_GB")))
    }
}

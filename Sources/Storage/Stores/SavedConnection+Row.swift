import FoundationEssentials
import Platforms

extension SavedConnection {
    typealias Column = (name: String, value: SQLValue)

    static func nameKey(_ name: String) -> String { name.lowercased() }

    /// The columns a person changes.
    var settingsColumns: [Column] {
        [
            ("name", .text(settings.name)),
            ("name_key", .text(Self.nameKey(settings.name))),
            ("platform", .text(settings.platform)),
            ("login_host", .text(settings.logInHost.name)),
            ("grant_type", .text(settings.grant.name)),
            ("username", SQLValue(settings.grant.username)),
            ("client_id", .text(settings.clientID)),
            ("client_secret", SQLValue(clientSecret?.text)),
            ("private_key", SQLValue(privateKey?.text)),
            ("api_version", .text(settings.apiVersion)),
            ("scopes", .text(settings.scopes.joined(separator: " "))),
            ("reserved_percent", SQLValue(settings.reservedPercent)),
            ("changed_at", SQLValue(changedAt)),
            ("revision", SQLValue(revision)),
        ]
    }

    /// The columns that say how it stands.
    var stateColumns: [Column] {
        Self.columns(of: state) + [
            ("usage_used", SQLValue(state.usage?.share.used)),
            ("usage_granted", SQLValue(state.usage?.share.granted)),
            ("usage_at", SQLValue(state.usage?.at)),
        ]
    }

    /// The columns of a state, but for the usage.
    static func columns(of state: ConnectionState) -> [Column] {
        [
            ("status", .text(state.status.name)),
            ("status_reason", SQLValue(state.status.reason)),
            ("rotation", .text(state.rotation.rawValue)),
            ("org_instance", SQLValue(state.org?.instance.description)),
            ("org_id", SQLValue(state.org?.organizationID)),
            ("org_user_id", SQLValue(state.org?.userID)),
            ("org_username", SQLValue(state.org?.username)),
            ("org_user_name", SQLValue(state.org?.userName)),
            ("org_newest_version", SQLValue(state.org?.newestVersion)),
            ("connected_at", SQLValue(state.org?.connectedAt)),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        // What is kept was checked when it was entered, by the rules of then.
        let host = LogInHost(try row.text("login_host"), allowsPlainHTTP: true)
        let username = try row.optional("username", SQLRow.text)
        let grant = ConnectionSettings.Grant(name: try row.text("grant_type"), username: username)
        guard let host, let grant else { throw .unreadable("A connection signs in in an unknown way.") }
        var settings = ConnectionSettings(
            name: try row.text("name"),
            logInHost: host,
            grant: grant,
            clientID: try row.text("client_id")
        )
        settings.platform = try row.text("platform")
        settings.apiVersion = try row.text("api_version")
        settings.scopes = try row.text("scopes").split(separator: " ").map(String.init)
        settings.reservedPercent = try row.integer("reserved_percent")
        self.init(
            id: try row.text("id"),
            settings: settings,
            clientSecret: try row.optional("client_secret", SQLRow.text).map(SealedSecret.init(text:)),
            privateKey: try row.optional("private_key", SQLRow.text).map(SealedSecret.init(text:)),
            state: try ConnectionState(row),
            createdAt: try row.date("created_at"),
            changedAt: try row.date("changed_at"),
            revision: try row.integer("revision")
        )
    }
}

extension ConnectionState {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        let reason = try row.optional("status_reason", SQLRow.text)
        let status: Status
        switch try row.text("status") {
        case "disconnected": status = .disconnected
        case "connected": status = .connected
        case "needs_reconnect": status = .needsReconnect(reason: reason ?? "")
        default: throw .unreadable("A connection has an unknown status.")
        }
        var usage: SeenUsage?
        if let at = try row.optional("usage_at", SQLRow.date) {
            let share = APIUsage.Share(used: try row.integer("usage_used"), granted: try row.integer("usage_granted"))
            usage = SeenUsage(share, at: at)
        }
        self.init(
            status,
            org: try ConnectedOrg(row),
            rotation: Rotation(rawValue: try row.text("rotation")) ?? .unknown,
            usage: usage
        )
    }
}

extension ConnectedOrg {
    fileprivate init?(_ row: SQLRow) throws(StoreError) {
        guard let address = try row.optional("org_instance", SQLRow.text) else { return nil }
        guard let instance = InstanceURL(address, allowsPlainHTTP: true) else {
            throw .unreadable("The address of an org makes no sense.")
        }
        self.init(
            instance: instance,
            organizationID: try row.text("org_id"),
            userID: try row.text("org_user_id"),
            username: try row.text("org_username"),
            userName: try row.text("org_user_name"),
            connectedAt: try row.date("connected_at"),
            newestVersion: try row.optional("org_newest_version", SQLRow.text)
        )
    }
}

extension SavedTokens {
    init(_ row: SQLRow) throws(StoreError) {
        self.init(
            generation: try row.integer("generation"),
            accessToken: SealedSecret(text: try row.text("access_token")),
            refreshToken: try row.optional("refresh_token", SQLRow.text).map(SealedSecret.init(text:)),
            obtainedAt: try row.date("obtained_at"),
            lifetime: try row.optional("lifetime", SQLRow.integer),
            spentAt: try row.optional("spent_at", SQLRow.date),
            lease: try row.optional("lease", SQLRow.text)
        )
    }
}

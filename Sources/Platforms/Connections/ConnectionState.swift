package import FoundationEssentials

/// How a connection stands.
package struct ConnectionState: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        /// Nobody has signed in yet, or somebody signed out.
        case disconnected
        case connected
        /// A person has to sign in again. The access token is used as long as the org takes it.
        case needsReconnect(reason: String)

        /// `disconnected`, `connected` or `needs_reconnect`.
        package var name: String {
            switch self {
            case .disconnected: "disconnected"
            case .connected: "connected"
            case .needsReconnect: "needs_reconnect"
            }
        }

        package var reason: String? {
            if case .needsReconnect(let reason) = self { reason } else { nil }
        }
    }

    /// What the org does with a refresh token that was used.
    package enum Rotation: String, Hashable, Sendable {
        /// It has not refreshed anything yet.
        case unknown
        /// It is worth nothing any more, and another came with the answer.
        case rotates
        /// It stays good.
        case stays
    }

    package var status: Status
    /// The org it leads to, and who acts there; nil while disconnected.
    package var org: ConnectedOrg?
    package var rotation: Rotation
    /// How many of the org's API requests of a day were used when it last said so.
    package var usage: SeenUsage?

    package init(
        _ status: Status = .disconnected,
        org: ConnectedOrg? = nil,
        rotation: Rotation = .unknown,
        usage: SeenUsage? = nil
    ) {
        self.status = status
        self.org = org
        self.rotation = rotation
        self.usage = usage
    }
}

/// The org a connection leads to, and who acts there.
package struct ConnectedOrg: Hashable, Sendable {
    package var instance: InstanceURL
    package var organizationID: String
    /// The id of the user all requests are made as.
    package var userID: String
    package var username: String
    /// The user's name for people; empty when the org does not say.
    package var userName: String
    /// When somebody last signed in.
    package var connectedAt: Date
    /// The newest version of the API that the org offers: `66.0`.
    package var newestVersion: String?

    package init(
        instance: InstanceURL,
        organizationID: String,
        userID: String,
        username: String,
        userName: String,
        connectedAt: Date,
        newestVersion: String? = nil
    ) {
        self.instance = instance
        self.organizationID = organizationID
        self.userID = userID
        self.username = username
        self.userName = userName
        self.connectedAt = connectedAt
        self.newestVersion = newestVersion
    }
}

/// An org's use of its API requests at a time.
package struct SeenUsage: Hashable, Sendable {
    package var share: APIUsage.Share
    package var at: Date

    package init(_ share: APIUsage.Share, at: Date) {
        self.share = share
        self.at = at
    }
}

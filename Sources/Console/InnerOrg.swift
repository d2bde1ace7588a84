package import Platforms

/// The sandbox org that runs inside the server, as the console reaches it.
package struct InnerOrg: Sendable {
    /// Where it listens; nil while it does not yet.
    package var address: @Sendable () -> String?
    /// Signs in to it, with the connection there is or a new one.
    package var connect: @Sendable () async throws(ConnectionError) -> SavedConnection

    package init(
        address: @escaping @Sendable () -> String?,
        connect: @escaping @Sendable () async throws(ConnectionError) -> SavedConnection
    ) {
        self.address = address
        self.connect = connect
    }
}

import FoundationEssentials

/// The address of one org: a scheme, a host and perhaps a port, and nothing else.
///
/// Access tokens go to this address only, so it is checked once, here.
package struct InstanceURL: Hashable, Sendable, CustomStringConvertible {
    /// The address without a slash at its end: `https://acme.my.salesforce.com`.
    package let description: String
    package let host: String
    /// Whether it is on this machine.
    let isLocal: Bool
    /// Whether what is sent there is encrypted on the way.
    let isSecure: Bool

    /// Reads an address. Nil when it is none, names a user, a path, a query or a fragment, or is not HTTPS.
    ///
    /// With `allowsPlainHTTP` it takes `http` for any host; a host on this machine is taken with `http` regardless.
    package init?(_ text: String, allowsPlainHTTP: Bool = false) {
        guard
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            parts.path.isEmpty || parts.path == "/"
        else { return nil }
        isLocal = Self.isLocal(host)
        guard scheme == "https" || (scheme == "http" && (allowsPlainHTTP || isLocal)) else { return nil }
        self.host = host
        isSecure = scheme == "https"
        description = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// Whether a host is this machine.
    static func isLocal(_ host: String) -> Bool { ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) }
}

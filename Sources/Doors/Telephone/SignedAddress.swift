/// The addresses a request may have been sent to: what a proxy and a default port hide from us, a signature still covers.
struct SignedAddress: Sendable {
    /// Each without a path: `https://voice.example.com`.
    let origins: [String]

    /// - Parameters:
    ///   - publicURL: How others reach this server; nil to believe the host that was asked.
    ///   - schemes: Those the sender may have used, the likelier one first.
    init(publicURL: String?, host: String?, schemes: (secure: String, plain: String)) {
        var origins: [String] = []
        if let publicURL {
            let isSecure = publicURL.lowercased().hasPrefix("https:")
            let rest = publicURL.drop { $0 != "/" }.drop { $0 == "/" }
            let place = rest.hasSuffix("/") ? rest.dropLast() : rest
            origins = ["\(isSecure ? schemes.secure : schemes.plain)://\(place)"]
        } else if let host {
            origins = ["\(schemes.secure)://\(host)", "\(schemes.plain)://\(host)"]
        }
        self.origins = origins.flatMap { [$0] + [Self.withPort($0)].compactMap { $0 } }
    }

    /// The same with the port that is meant when none is named; nil when one is named.
    private static func withPort(_ origin: String) -> String? {
        let parts = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let host = parts[2].prefix { $0 != "/" }
        guard !(host.hasPrefix("[") ? host.drop { $0 != "]" } : host).contains(":") else { return nil }
        let port = ["https:", "wss:"].contains(parts[0]) ? 443 : 80
        return "\(parts[0])//\(host):\(port)\(parts[2].dropFirst(host.count))"
    }
}

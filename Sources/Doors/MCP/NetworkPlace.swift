import HTTPTypes
import Hummingbird

/// Under which names the server may be reached.
///
/// A page that a person opens can make its own name lead to this machine; its requests then carry that name, and its
/// browser says whose page it is.
package struct NetworkPlace: Sendable {
    /// The names beside those no stranger can have.
    private let names: Set<String>

    /// - Parameters:
    ///   - publicURL: How others reach the server.
    ///   - names: Other host names for it.
    package init(publicURL: String?, names: [String]) {
        let publicHost = publicURL.flatMap(Self.host(ofURL:)).map { [$0] } ?? []
        self.names = Set((names + publicHost).map { $0.lowercased() })
    }

    /// Whether a request with this `Host` is meant for this server.
    package func takes(authority: String?) -> Bool {
        guard let authority else { return false }
        return takes(host: Self.host(ofAuthority: authority))
    }

    /// Whether pages of this origin may ask; programs that are no browser have none.
    ///
    /// Anybody can have a page on an address, and other machines nearby have names of one word: only pages of the names
    /// that were set, or of the very host that is asked, are the server's own.
    package func takes(origin: String?, authority: String?) -> Bool {
        guard let origin else { return true }
        guard let host = Self.host(ofURL: origin)?.lowercased() else { return false }
        if names.contains(host) { return true }
        let asked = authority.map(Self.host(ofAuthority:))?.lowercased() ?? ""
        return takes(host: asked) && (host == asked || Self.isThisMachine(host) && Self.isThisMachine(asked))
    }

    private func takes(host: String) -> Bool {
        let host = host.lowercased()
        if names.contains(host) || Self.isAddress(host) { return true }
        // Nobody can register a name of one word.
        return !host.isEmpty && !host.contains(".")
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && isAddress(host))
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func host(ofURL url: String) -> String? {
        let parts = url.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return nil }
        return host(ofAuthority: String(parts[2]))
    }

    private static func host(ofAuthority authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }
}

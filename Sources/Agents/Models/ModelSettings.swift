package import Foundation
package import Platforms

/// Which model answers, where, and how long it may take.
package struct ModelSettings: Sendable {
    /// Where the provider is: `https://api.openai.com/v1`, `http://127.0.0.1:8080/v1`.
    package var url: URL
    /// The model's name at the provider.
    package var name: String
    /// Nil where none is asked for, as on one's own machine.
    package var key: Secret?
    /// Nil for the provider's own default.
    package var temperature: Double?
    /// How many tokens one response may have: what is said on the telephone is short.
    package var maximumTokens = 1024
    /// How long the model may take to begin; after that it is asked again.
    package var firstWordPatience: Duration = .seconds(8)
    /// How often a request is sent again that failed before the model had begun.
    package var retries = 2
    /// How long it waits before that, at most, the first time; then twice as long each time.
    package var backoff: Duration = .milliseconds(300)

    /// - Returns: Nil when the address is not an `http` or `https` one with a host.
    package init?(url text: String, name: String, key: Secret? = nil) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.query() == nil, url.fragment() == nil, url.user() == nil
        else { return nil }
        self.url = url
        self.name = name
        self.key = key
    }

    /// Whether the key would go over the network for all to read.
    package var exposesKey: Bool {
        guard key != nil, url.scheme?.lowercased() == "http" else { return false }
        return !["localhost", "127.0.0.1", "[::1]", "::1"].contains(url.host()?.lowercased() ?? "")
    }

    /// OpenAI's newer models take the one name only, everybody else's server the other.
    var lengthMember: String {
        url.host()?.lowercased() == "api.openai.com" ? "max_completion_tokens" : "max_tokens"
    }

    /// The address of a resource of the provider.
    func address(of path: String) -> String {
        var base = url.absoluteString
        while base.hasSuffix("/") { base.removeLast() }
        // A bare host is what people copy; the wires live under the version.
        if url.path().isEmpty || url.path() == "/" { base += "/v1" }
        return "\(base)/\(path)"
    }
}

import FoundationEssentials
import JSON
import NIOHTTP1

/// What an OAuth endpoint answered.
struct OAuthReply: Sendable {
    let status: Int
    let json: JSONValue?
    /// The time by the server's clock.
    let serverTime: Date?

    init(_ answer: HTTPTransport.Answer) {
        status = answer.status
        json = try? JSONValue(parsing: answer.body)
        serverTime = answer.headers.first(name: "Date").flatMap(ServerTime.date)
    }

    /// Whether the server understood and said no.
    var isRefusal: Bool { status >= 400 && status < 500 && ![408, 425, 429].contains(status) && code != nil }

    private var code: String? { json?["error"]?.string }

    /// What was granted, or why nothing was.
    func grant(to app: OAuthApp) throws(OAuthFailure) -> TokenGrant {
        guard status == 200 else { throw failure }
        guard let json else { throw .unclear("it is not JSON.") }
        guard code == nil else { throw failure }
        return try TokenGrant(json, from: app.host, clientSecret: app.clientSecret)
    }

    /// Why nothing was granted.
    var failure: OAuthFailure {
        if let code {
            let description = SpokenText.cleaned(json?["error_description"]?.string ?? "", limit: 200)
            // The server speaks OAuth, so it knows what it did: nothing.
            guard isRefusal || status == 200, !Self.passing.contains(code) else {
                return .notNow("\(SpokenText.cleaned(code, limit: 80)) \(description)")
            }
            return .refused(code: SpokenText.cleaned(code, limit: 80), description: description)
        }
        switch status {
        // Closed, or turned away at the door by something that does not speak OAuth.
        case 503, 300..<408, 409..<500: return .notNow("it answered with the status \(status).")
        default: return .unclear("it answered with the status \(status).")
        }
    }

    /// Codes of an OAuth server that may do it later.
    private static let passing: Set = [
        "unknown_error", "server_error", "temporarily_unavailable", "rate_limit_exceeded",
    ]
}

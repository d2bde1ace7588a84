import HTTPTypes
import Hummingbird
package import Platforms
import Workspace

/// Where a request comes from, as far as the request itself says.
package struct RequestSender {
    let request: Request
    let context: DoorContext
    let configuration: Admission.Configuration

    /// The cookie that a person's session is in.
    package static let sessionCookie = "switchboard_session"

    /// The `Set-Cookie` that keeps a session in the browser, or ends it there with a lifetime of 0.
    ///
    /// - Parameters:
    ///   - lifetime: In seconds.
    ///   - origin: How the browser reaches the server.
    package static func cookie(_ session: String, lifetime: Int, at origin: String) -> String {
        let secure = origin.hasPrefix("https://") ? "; Secure" : ""
        return "\(sessionCookie)=\(session); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(lifetime)\(secure)"
    }

    /// What proves who asks: the token of the `Authorization` header, else the session of the cookie; nil without either.
    func credential() throws(ProblemDetails) -> Secret? {
        guard let header = request.headers[.authorization] else { return session }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 512,
            Tokens.kind(of: String(parts[1])) != .session
        else {
            throw ProblemDetails(
                .unauthorized,
                "credentials_refused",
                "Send the token as: Authorization: Bearer swb_…",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_request\""]
            )
        }
        return Secret(String(parts[1]))
    }

    /// The session of the browser that asks; nil without one.
    package var session: Secret? {
        guard let text = request.cookies[Self.sessionCookie]?.value, Tokens.kind(of: text) == .session,
            text.utf8.count <= 512
        else { return nil }
        return Secret(text)
    }

    /// Whether the browser's cookie, and nothing a program has to know, says who asks.
    package var comesFromSession: Bool { request.headers[.authorization] == nil && session != nil }

    /// Whether the request asks for more than to be shown something.
    var changesSomething: Bool { request.method != .get && request.method != .head }

    /// Refuses what another site makes a browser do with its user's session.
    package func checkSameOrigin() throws(ProblemDetails) {
        guard changesSomething else { return }
        if let site = request.headers[.secFetchSite] {
            if site == "same-origin" || site == "none" { return }
        } else if let origin = request.headers[.origin] {
            if origin == self.origin { return }
        } else {
            return
        }
        throw ProblemDetails(.forbidden, "other_site", "A page of another site may not do this with your session.")
    }

    /// How the client reaches the server.
    package var origin: String {
        configuration.publicURL ?? "http://\(request.head.authority ?? "localhost")"
    }

    /// An IPv6 address with its zone and port, in bytes.
    private static let longestAddress = 64

    /// Where the request comes from; nil when that is not known.
    package var address: String? {
        guard configuration.isBehindProxy else { return context.remoteAddress }
        // The last one is what the proxy itself has seen; the others anyone can write.
        let forwarded = HTTPField.Name("X-Forwarded-For").flatMap { request.headers[$0] }
        let last = forwarded?.split(separator: ",").last.map { $0.filter { $0 != " " } }
        // What is longer is no address, and nothing to be kept.
        return last.flatMap { $0.utf8.count <= Self.longestAddress ? $0 : nil } ?? context.remoteAddress
    }

    /// What the request comes with, such as `Firefox on Linux`; nil when that is not known.
    package var device: String? { request.headers[.userAgent].flatMap(DeviceName.name) }
}

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// Does what a browser does: keeps cookies, sends forms with what is hidden in them, and goes where it is sent.
final class Browser {
    /// What came.
    struct Page {
        var status: Int
        var headers: HTTPFields
        var html: String
        /// Where it was, after going where it was sent.
        var path: String

        /// The value of a hidden field; nil when the page has none of that name.
        func hidden(_ name: String) -> String? {
            let mark = "name=\"\(name)\" value=\""
            guard let start = html.firstRange(of: mark)?.upperBound,
                let end = html[start...].firstIndex(of: "\"")
            else { return nil }
            return String(html[start..<end])
        }
    }

    private let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]

    init(_ client: any TestClientProtocol) { self.client = client }

    /// Another browser of the same server.
    var another: Browser { Browser(client) }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Page {
        try await ask(.get, path, nil, headers)
    }

    /// Sends a form, with the token of the page it is on.
    func send(_ path: String, from page: Page, _ fields: [(String, String)] = []) async throws -> Page {
        var fields = fields
        for name in ["csrf", "token", "next"] {
            if let value = page.hidden(name) { fields.append((name, value)) }
        }
        return try await send(path, fields)
    }

    /// Sends a form that is on no page.
    func send(_ path: String, _ fields: [(String, String)], _ headers: HTTPFields = [:]) async throws -> Page {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await ask(.post, path, body, headers)
    }

    func signIn(_ who: String = "owner", next: String? = nil) async throws -> Page {
        let page = try await get("/sign-in" + (next.map { "?next=\($0)" } ?? ""))
        return try await send(
            "/sign-in",
            from: page,
            [("email", "\(who)@acme.test"), ("password", ConsoleFixture.password)]
        )
    }

    private func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String?,
        _ headers: HTTPFields
    ) async throws -> Page {
        var headers = headers
        headers[.accept] = "text/html"
        if !cookies.isEmpty {
            headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: headers,
            body: body.map(ByteBuffer.init(string:))
        )
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.split(separator: ";")[0].split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
        }
        if response.status == .seeOther, let location = response.headers[.location] {
            return try await ask(.get, location, nil, [:])
        }
        return Page(
            status: response.status.code,
            headers: response.headers,
            html: String(buffer: response.body),
            path: path
        )
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}

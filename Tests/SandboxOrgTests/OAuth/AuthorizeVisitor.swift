import Foundation

@testable import SandboxOrg

/// Somebody at the authorize page, with a cookie jar and no scripts.
final class AuthorizeVisitor {
    let client: BrowserlessClient
    var cookie: String?
    private(set) var page: BrowserlessClient.Answer?

    init(_ sandbox: RunningSandbox) {
        client = BrowserlessClient(sandbox)
    }

    /// Goes where the app sends the browser.
    @discardableResult
    func open(_ query: [String: String]) async throws -> BrowserlessClient.Answer {
        let path = "/services/oauth2/authorize?" + BrowserlessClient.encoded(query)
        return keep(try await client.get(path, headers: cookie.map { ["Cookie": $0] } ?? [:]))
    }

    /// Presses a button of the page's form.
    @discardableResult
    func press(_ action: String, _ fields: [String: String] = [:]) async throws -> BrowserlessClient.Answer {
        var form = fields
        form["action"] = action
        for name in ["request", "token"] where form[name] == nil { form[name] = hiddenField(name) }
        let headers = cookie.map { ["Cookie": $0] } ?? [:]
        return keep(try await client.post("/services/oauth2/authorize", form, headers: headers))
    }

    @discardableResult
    func logIn(password: String = "sandbox") async throws -> BrowserlessClient.Answer {
        try await press("log_in", ["username": OAuthFixture.administrator, "password": password])
    }

    /// Opens the page, logs in and allows; answers the code.
    func code(_ query: [String: String]) async throws -> String? {
        try await open(query)
        try await logIn()
        return try await press("allow").redirect?["code"]
    }

    private func keep(_ answer: BrowserlessClient.Answer) -> BrowserlessClient.Answer {
        if let set = answer.header("Set-Cookie") { cookie = String(set.prefix { $0 != ";" }) }
        page = answer
        return answer
    }

    private func hiddenField(_ name: String) -> String? {
        guard let text = page?.text, let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
            .replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&quot;", with: "\"")
            .replacingOccurrences(of: "&lt;", with: "<")
            .replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&amp;", with: "&")
    }
}

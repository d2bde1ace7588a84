import Doors
import HTTPTypes
import Testing
import Workspace

@testable import Console

/// What must not happen, on no page there is.
@Suite struct ProtectionTests {
    @Test func `a signed-out visitor sees nothing`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            let routes = fixture.console.routes.filter { $0.access != .anyone }
            #expect(routes.count > 10)
            for route in routes where route.method == .get {
                let page = try await browser.get(route.example)
                #expect(page.path.hasPrefix("/sign-in"), "\(route.path)")
            }
            for route in routes where route.method == .post {
                let page = try await browser.send(route.example, [])
                #expect(page.path.hasPrefix("/sign-in"), "\(route.path)")
            }
        }
    }

    @Test func `a form without the page's token is refused`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            for route in fixture.console.routes where route.method == .post {
                let page = try await browser.send(route.example, [])
                #expect(page.status == 403, "\(route.path)")
                let forged = try await browser.send(route.example, [("csrf", "Zm9yZ2Vk")])
                #expect(forged.status == 403, "\(route.path)")
            }
        }
    }

    @Test func `a viewer changes nothing`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            let page = try await browser.signIn("viewer")
            let routes = fixture.console.routes.filter { $0.access == .person(.owner) }
            #expect(routes.contains { $0.method == .post })
            for route in routes {
                let answer =
                    route.method == .post
                    ? try await browser.send(route.example, from: page) : try await browser.get(route.example)
                #expect(answer.status == 403, "\(route.path)")
            }
        }
    }

    @Test func `what changes something is an owner's, and on record`() async throws {
        try await ConsoleFixture.run { fixture, _ in
            let forEveryone = fixture.console.routes.filter { $0.record != nil && $0.access != .person(.owner) }
            #expect(
                forEveryone.map(\.path).sorted()
                    == ["/settings/password", "/settings/sessions/{session_id}/end", "/sign-out"]
            )
        }
    }

    @Test func `a token of another session is refused`() async throws {
        try await ConsoleFixture.run { _, browser in
            let other = browser.another
            let page = try await other.signIn()
            _ = try await browser.signIn()
            #expect(try await browser.send("/sign-out", from: page).status == 403)
        }
    }

    @Test func `another site can't send a form`() async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.signIn()
            let token = page.hidden("csrf") ?? ""
            let site = HTTPField.Name("Sec-Fetch-Site").map { HTTPFields([HTTPField(name: $0, value: "cross-site")]) }
            #expect(try await browser.send("/sign-out", [("csrf", token)], site ?? [:]).status == 403)
        }
    }

    @Test func `a viewer sees no button that would be refused`() async throws {
        try await ConsoleFixture.run { _, browser in
            _ = try await browser.signIn("viewer")
            let page = try await browser.get("/integrations")
            #expect(page.status == 200)
            #expect(!page.html.contains("Connect Salesforce"))
        }
    }

    @Test func `pages run no script but ours, and stand in nobody's frame`() async throws {
        try await ConsoleFixture.run { _, browser in
            let policy = try await browser.signIn().headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("script-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
        }
    }

    @Test func `what the browser keeps is out of reach of scripts and of other sites`() async throws {
        try await ConsoleFixture.run { _, browser in
            let cookies = try await browser.get("/sign-in").headers[values: .setCookie]
            #expect(!cookies.isEmpty)
            #expect(cookies.allSatisfy { $0.contains("HttpOnly") && $0.contains("SameSite=Strict") })
        }
    }

    @Test func `a link on another site leads through a page of ours, where the browser shows its session`() async throws
    {
        try await ConsoleFixture.run { _, browser in
            let site = HTTPField.Name("Sec-Fetch-Site").map { HTTPFields([HTTPField(name: $0, value: "cross-site")]) }
            let page = try await browser.get("/integrations/callback?state=a&code=b", site ?? [:])
            #expect(page.html.contains("content=\"0; url=/integrations/callback?state=a&amp;code=b\""))
        }
    }

    @Test func `a path that a browser takes for another site leads nowhere`() async throws {
        try await ConsoleFixture.run { _, browser in
            let site = HTTPField.Name("Sec-Fetch-Site").map { HTTPFields([HTTPField(name: $0, value: "cross-site")]) }
            for headers in [[:], site ?? [:]] {
                let page = try await browser.get("//calls/x", headers)
                #expect(page.status == 404)
                #expect(!page.html.contains("url=//"))
            }
        }
    }

    @Test func `a browser that asks for what is not there gets a page, a program gets JSON`() async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.get("/nowhere")
            #expect(page.status == 404)
            #expect(page.html.contains("<h1>There is nothing here</h1>"))
            let answer = try await browser.get("/v1/nowhere")
            #expect(answer.html.hasPrefix("{"))
        }
    }
}

extension ConsoleRoute {
    /// An address the route answers.
    fileprivate var example: String {
        "/" + path.split(separator: "/").map { $0.first == "{" ? "x1" : $0 }.joined(separator: "/")
    }
}

import Testing

@testable import Platforms

struct ConnectionSettingsTests {
    private static func settings(
        _ grant: ConnectionSettings.Grant = .authorizationCode,
        host: LogInHost = .production
    ) -> ConnectionSettings {
        ConnectionSettings(name: "Acme", logInHost: host, grant: grant, clientID: "3MVG9")
    }

    private static let secret = ConnectionCredentials(clientSecret: Secret("secret"))

    @Test(arguments: [
        ("production", "https://login.salesforce.com"), ("sandbox", "https://test.salesforce.com"),
        ("https://login.salesforce.com", "https://login.salesforce.com"),
        ("acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        ("https://Acme--uat.sandbox.my.salesforce.com/", "https://acme--uat.sandbox.my.salesforce.com"),
        ("http://localhost:8080", "http://localhost:8080"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ])
    func `a log-in host is a known one or an address`(text: String, address: String) {
        #expect(LogInHost(text)?.address == address)
        #expect(LogInHost(text).flatMap { LogInHost($0.name) } == LogInHost(text))
    }

    @Test(arguments: [
        "", "http://acme.my.salesforce.com", "https://user@acme.my.salesforce.com", "https://acme.com/path",
        "https://acme.com?x=1", "ftp://acme.com", "https://", "acme com", "javascript:alert(1)",
    ])
    func `anything else is none`(text: String) {
        #expect(LogInHost(text) == nil)
    }

    @Test func `plain HTTP is taken where the operator allows it`() {
        #expect(LogInHost("http://sandbox:8080") == nil)
        #expect(LogInHost("http://sandbox:8080", allowsPlainHTTP: true)?.address == "http://sandbox:8080")
    }

    @Test(arguments: [
        ("production", "https://login.salesforce.com"), ("sandbox", "https://test.salesforce.com"),
        ("acme.my.salesforce.com", "https://login.salesforce.com"),
        ("acme--uat.sandbox.my.salesforce.com", "https://test.salesforce.com"),
        ("http://localhost:8080", "http://localhost:8080"),
    ])
    func `assertions are for the log-in host of the kind of org`(host: String, audience: String) {
        #expect(LogInHost(host)?.audience == audience)
    }

    @Test func `good settings have no problems`() throws {
        #expect(Self.settings().problems(with: ConnectionCredentials()).isEmpty)
        #expect(Self.settings().problems(with: Self.secret).isEmpty)
        let domain = try #require(LogInHost("acme.my.salesforce.com"))
        #expect(Self.settings(.clientCredentials, host: domain).problems(with: Self.secret).isEmpty)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var member: String
        var change: @Sendable (inout ConnectionSettings, inout ConnectionCredentials) -> Void

        var testDescription: String { member }
    }

    @Test(arguments: [
        Mistake(member: "name") { settings, _ in settings.name = "" },
        Mistake(member: "name") { settings, _ in settings.name = " Acme" },
        Mistake(member: "name") { settings, _ in settings.name = "Ac\nme" },
        Mistake(member: "name") { settings, _ in settings.name = String(repeating: "a", count: 81) },
        Mistake(member: "platform") { settings, _ in settings.platform = "hubspot" },
        Mistake(member: "client_id") { settings, _ in settings.clientID = "" },
        Mistake(member: "client_id") { settings, _ in settings.clientID = "a b" },
        Mistake(member: "api_version") { settings, _ in settings.apiVersion = "59" },
        Mistake(member: "api_version") { settings, _ in settings.apiVersion = "59.0/../" },
        Mistake(member: "api_version") { settings, _ in settings.apiVersion = "20.0" },
        Mistake(member: "reserved_percent") { settings, _ in settings.reservedPercent = 100 },
        Mistake(member: "reserved_percent") { settings, _ in settings.reservedPercent = -1 },
        Mistake(member: "scopes") { settings, _ in settings.scopes = ["api"] },
        Mistake(member: "scopes") { settings, _ in settings.scopes = ["refresh_token", "a b"] },
        Mistake(member: "client_secret") { _, credentials in credentials.clientSecret = Secret("") },
        Mistake(member: "login_host") { settings, credentials in
            settings.grant = .clientCredentials
            credentials.clientSecret = Secret("secret")
        },
        Mistake(member: "private_key") { settings, _ in settings.grant = .jwtBearer(username: "a@b.c") },
        Mistake(member: "private_key") { settings, credentials in
            settings.grant = .jwtBearer(username: "a@b.c")
            credentials.privateKey = Secret("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
        },
    ])
    func `each mistake is named`(mistake: Mistake) {
        var settings = Self.settings()
        var credentials = ConnectionCredentials()
        mistake.change(&settings, &credentials)
        #expect(settings.problems(with: credentials).map(\.member) == [mistake.member])
    }
}

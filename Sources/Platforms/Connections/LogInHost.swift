/// Where people and programs sign in to an org.
package enum LogInHost: Hashable, Sendable {
    /// `https://login.salesforce.com`
    case production
    /// `https://test.salesforce.com`, for Salesforce's own sandboxes.
    case sandbox
    /// The org's own address: `https://acme.my.salesforce.com`.
    case domain(InstanceURL)

    /// Reads `production`, `sandbox` or an address, which must be HTTPS unless it is on this machine or
    /// `allowsPlainHTTP` says otherwise. An address may be given without its `https://`.
    package init?(_ text: String, allowsPlainHTTP: Bool = false) {
        switch text.lowercased() {
        case "production", "https://login.salesforce.com", "login.salesforce.com": self = .production
        case "sandbox", "https://test.salesforce.com", "test.salesforce.com": self = .sandbox
        default:
            let address = text.contains("://") ? text : "https://\(text)"
            guard let url = InstanceURL(address, allowsPlainHTTP: allowsPlainHTTP) else { return nil }
            self = .domain(url)
        }
    }

    /// What ``init(_:allowsPlainHTTP:)`` reads: `production`, `sandbox` or the address.
    package var name: String {
        switch self {
        case .production: "production"
        case .sandbox: "sandbox"
        case .domain(let url): url.description
        }
    }

    /// The address, without a slash at its end.
    package var address: String {
        switch self {
        case .production: "https://login.salesforce.com"
        case .sandbox: "https://test.salesforce.com"
        case .domain(let url): url.description
        }
    }

    var host: String {
        switch self {
        case .production: "login.salesforce.com"
        case .sandbox: "test.salesforce.com"
        case .domain(let url): url.host
        }
    }

    /// Whether it is one org's own address.
    var isOfOneOrg: Bool {
        if case .domain = self { true } else { false }
    }

    /// Whom a signed assertion is addressed to.
    var audience: String {
        guard case .domain(let url) = self else { return address }
        guard url.host.hasSuffix(".salesforce.com") else { return address }
        return url.host.contains(".sandbox.") ? LogInHost.sandbox.address : LogInHost.production.address
    }
}

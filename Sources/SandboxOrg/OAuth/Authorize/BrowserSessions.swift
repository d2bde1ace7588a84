import Crypto
import FoundationEssentials
import Synchronization

/// The browsers at the log-in page, and what their users have allowed.
final class BrowserSessions: Sendable {
    struct Browser: Sendable {
        /// What a form must carry to have come from a page of this browser.
        var formToken: String
        /// Who logged in; nil when nobody has.
        var userId: String?
        fileprivate var lastUsed: Date
    }

    private struct State {
        var browsers: [SHA256Digest: Browser] = [:]
        /// The scopes allowed by user and app.
        var approvals: [String: Set<String>] = [:]
    }

    private let length: TimeInterval
    private let clock: @Sendable () -> Date
    private let state = Mutex(State())

    /// `length` is how long a browser may be silent, in seconds.
    init(length: TimeInterval, clock: @escaping @Sendable () -> Date) {
        self.length = length
        self.clock = clock
    }

    /// Begins a session under a name of its own; answers what the browser keeps.
    func begin(userId: String? = nil) -> (cookie: String, browser: Browser) {
        let now = clock()
        let cookie = String.random(length: 64)
        let browser = Browser(formToken: .random(length: 64), userId: userId, lastUsed: now)
        state.withLock { state in
            state.browsers = state.browsers.filter { now.timeIntervalSince($0.value.lastUsed) < length }
            state.browsers[SessionRegistry.digest(cookie)] = browser
        }
        return (cookie, browser)
    }

    /// The browser that keeps a cookie; nil when its session is over.
    func browser(cookie: String?) -> Browser? {
        guard let cookie else { return nil }
        let digest = SessionRegistry.digest(cookie)
        let now = clock()
        return state.withLock { state in
            guard let browser = state.browsers[digest], now.timeIntervalSince(browser.lastUsed) < length else {
                state.browsers[digest] = nil
                return nil
            }
            state.browsers[digest]?.lastUsed = now
            return browser
        }
    }

    func end(cookie: String?) {
        guard let cookie else { return }
        state.withLock { $0.browsers[SessionRegistry.digest(cookie)] = nil }
    }

    func approve(_ scopes: [String], clientId: String, userId: String) {
        state.withLock { $0.approvals["\(userId) \(clientId)", default: []].formUnion(scopes) }
    }

    func hasApproved(_ scopes: [String], clientId: String, userId: String) -> Bool {
        state.withLock { $0.approvals["\(userId) \(clientId)"]?.isSuperset(of: scopes) } ?? false
    }
}

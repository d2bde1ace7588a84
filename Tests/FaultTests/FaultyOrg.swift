import Actions
import Calls
import FoundationEssentials
import JSON
import Platforms
import SandboxOrg
import Testing
import Workspace

/// A sandbox org in which things go wrong, and a call on it whose caller says yes to everything.
struct FaultyOrg: Sendable {
    let sandbox: RunningSandbox
    private let call: Call

    /// Compiled once: every test has a call of its own.
    private static let catalog = Result { try Catalog.salesforce().actions }

    static func run<Result: Sendable>(
        renewsTokens: Bool = true,
        _ body: (FaultyOrg) async throws -> Result
    ) async throws -> Result {
        try await withSandboxServer(.empty) { sandbox in
            try await sandbox.org.create("Contact", ["FirstName": "Sarah", "LastName": "Johnson"])
            let instance = try #require(InstanceURL(sandbox.baseURL))
            let transport = HTTPTransport()
            let tokens: any AccessTokenSource =
                renewsTokens ? RenewedTokens(of: sandbox.server, first: sandbox.token) : FixedToken(sandbox.token)
            let connection = Connection(to: instance, tokens: tokens, transport: transport)
            let agent = Agent(
                id: "agent",
                name: "Agent",
                timeZone: .gmt,
                actions: try catalog.get().map { EnabledAction($0) }
            )
            let call = Call(
                agent: agent,
                callerPhone: "+15552345678",
                reportsTurns: false,
                send: { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
            )
            let outcome: Swift.Result<Result, any Error>
            do {
                outcome = .success(try await body(FaultyOrg(sandbox: sandbox, call: call)))
            } catch {
                outcome = .failure(error)
            }
            await transport.shutdown()
            return try outcome.get()
        }
    }

    /// Uses an action, and confirms when asked.
    func use(_ action: String, _ arguments: JSONObject, within patience: Duration = .seconds(20)) async -> Outcome {
        let outcome = await call.invoke(action, arguments, within: patience).outcome
        guard let confirmationID = outcome.confirmationID else { return outcome }
        return await call.confirm(confirmationID, by: call.agent.id, within: patience).outcome
    }

    /// Creates the lead that ``expectLeads(_:sourceLocation:)`` counts.
    func createLead(within patience: Duration = .seconds(20)) async -> Outcome {
        await use("create_lead", ["LastName": "Onlyonce", "Company": "Acme"], within: patience)
    }

    func search(within patience: Duration = .seconds(20)) async -> Outcome {
        await use("search_contact", ["search_term": "Sarah Johnson"], within: patience)
    }

    /// Expects so many leads of ``createLead(within:)`` in the org.
    func expectLeads(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let leads = try await sandbox.org.query("SELECT Id FROM Lead WHERE LastName = 'Onlyonce'")
        #expect(leads.count == count, sourceLocation: sourceLocation)
    }

    /// How many requests the org got.
    var requestCount: Int { sandbox.requests.count }
}

/// Tokens of a sandbox org, another whenever one was rejected.
actor RenewedTokens: AccessTokenSource {
    private let server: SandboxServer
    private var current: String

    init(of server: SandboxServer, first: String) {
        self.server = server
        current = first
    }

    func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String { current }

    func replacement(
        for rejected: String,
        by deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> String? {
        guard rejected == current else { return current }
        do {
            current = try await server.issueToken()
        } catch {
            throw CRMError(.signInRefused)
        }
        return current
    }
}

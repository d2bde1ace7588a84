import Actions
import Calls
import Foundation
import JSON
import Platforms
import SandboxOrg
import Testing
import Workspace

/// A running sandbox org with the demo company, and a connection to it over the network.
struct DemoOrg: Sendable {
    /// The org of the suite that has the trait ``Testing/Trait/demoOrg``.
    @TaskLocal static var shared: DemoOrg?

    /// Tuesday 10 March 2026, 10:00 in New York, both for the org and for the calls.
    static let now = Date(timeIntervalSince1970: 1_773_151_200)

    let sandbox: RunningSandbox
    let connection: Connection
    /// What the org held at first, as ``contents()`` gives it.
    private(set) var seed: [String: JSONValue] = [:]

    /// Starts an org of its own, and stops it.
    static func run<Result: Sendable>(_ body: (DemoOrg) async throws -> Result) async throws -> Result {
        var configuration = SandboxServer.Configuration()
        configuration.clock = { now }
        return try await withSandboxServer(configuration) { sandbox in
            let instance = try #require(InstanceURL(sandbox.baseURL))
            let transport = HTTPTransport()
            let connection = Connection(to: instance, tokens: FixedToken(sandbox.token), transport: transport)
            var org = DemoOrg(sandbox: sandbox, connection: connection)
            let outcome: Swift.Result<Result, any Error>
            do {
                org.seed = try await org.contents()
                outcome = .success(try await body(org))
            } catch {
                outcome = .failure(error)
            }
            await transport.shutdown()
            return try outcome.get()
        }
    }

    /// The rows of a query that goes past everything that is tested.
    func rows(_ soql: String) async throws -> JSONValue {
        .array(try await sandbox.org.query(soql))
    }

    /// The id of the only record of a kind for which a condition holds.
    func id(of object: String, where condition: String) async throws -> String {
        let rows = try await sandbox.org.query("SELECT Id FROM \(object) WHERE \(condition)")
        try #require(rows.count == 1, "\(rows.count) records of \(object) where \(condition)")
        return try #require(rows[0]["Id"]?.string)
    }

    /// Every record of the kinds that actions write, with all fields.
    func contents() async throws -> [String: JSONValue] {
        var contents: [String: JSONValue] = [:]
        for object in Self.writtenObjects {
            contents[object] = try await rows("SELECT FIELDS(ALL) FROM \(object) ORDER BY Id LIMIT 200")
        }
        return contents
    }

    private static let writtenObjects = [
        "Account", "Campaign", "CampaignMember", "Case", "Contact", "ContentDocument", "ContentNote", "Event", "Lead",
        "Opportunity", "OpportunityLineItem", "Product2", "Task",
    ]
}

/// Gives the tests of a suite one org of their own, which they share.
struct DemoOrgTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await DemoOrg.run { org in
            try await DemoOrg.$shared.withValue(org) { try await function() }
        }
    }
}

extension Trait where Self == DemoOrgTrait {
    static var demoOrg: DemoOrgTrait { DemoOrgTrait() }
}

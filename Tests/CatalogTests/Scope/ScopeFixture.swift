import Actions
import Calls
import Foundation
import JSON
import Platforms
import SandboxOrg
import Synchronization
import Testing
import Workspace

/// A call of Sarah Johnson of Acme, with an agent whose actions reach only her records.
struct ScopeFixture: Sendable {
    let call: Call
    let org: DemoOrg

    /// Finds the caller by their number, and any record by any name: what an agent without limits could do.
    private static let unlimited = """
        name: identify_customer
        soql: SELECT Id, Name, Phone FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
        ---
        name: find_anyone
        soql: SELECT Id, Name FROM Contact WHERE Name = '{{name}}'
        ---
        name: find_any_case
        soql: SELECT Id, Subject, ContactId FROM Case WHERE Subject = '{{subject}}'
        """

    /// - Parameter isLimited: False for an agent that may do the same with everyone's records.
    init(
        on org: DemoOrg,
        callerPhone: String? = "+15552345678",
        adding yaml: String...,
        isLimited: Bool = true,
        isReadOnly: Bool = false,
        allowing fields: FieldAllowList? = nil
    ) throws {
        let free = try Self.unlimited.split(separator: "---\n").map { try CustomAction.reading(String($0)) }
        let own = try yaml.map(CustomAction.reading)
        let limited = try Catalog.salesforce().actions + own
        let connection = org.connection
        let agent = Agent(
            id: "agent",
            name: "Agent",
            timeZone: try #require(TimeZone(identifier: "America/New_York")),
            actions: free.map { EnabledAction($0) } + limited.map { EnabledAction($0, isLimitedToCaller: isLimited) },
            isReadOnly: isReadOnly,
            fieldAllowList: fields
        )
        self.org = org
        call = Call(
            agent: agent,
            callerPhone: callerPhone,
            reportsTurns: false,
            clock: { DemoOrg.now },
            send: { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
        )
    }

    /// The call, with the caller recognised.
    static func recognised(
        on org: DemoOrg,
        adding yaml: String = "name: unused\nsoql: SELECT Id FROM Contact",
        isLimited: Bool = true
    ) async throws -> ScopeFixture {
        let fixture = try ScopeFixture(on: org, adding: yaml, isLimited: isLimited)
        await fixture.run("identify_customer")
        #expect(await fixture.call.assurance == .recognised)
        return fixture
    }

    /// Uses an action, and says yes when asked.
    @discardableResult
    func run(_ action: String, _ arguments: JSONObject = [:]) async -> Outcome {
        let patience = Duration.seconds(60)
        let outcome = await call.invoke(action, arguments, within: patience).outcome
        guard let id = outcome.confirmationID else { return outcome }
        return await call.confirm(id, by: call.agent.id, within: patience).outcome
    }

    /// The query that was sent last.
    var latestQuery: String? {
        get async { await call.invocations.last?.requests.last?.query.first?.value }
    }
}

/// What identifies every customer but Acme: nothing of it may come out of a call of theirs.
struct ForeignMarks: Sendable {
    private let marks: Set<String>
    /// By the address of the org, whose records the tests that ask for this leave as they are.
    private static let known = Mutex<[String: ForeignMarks]>([:])

    static func marks(of org: DemoOrg) async throws -> ForeignMarks {
        let address = org.sandbox.baseURL
        if let known = known.withLock({ $0[address] }) { return known }
        let marks = try await ForeignMarks(of: org)
        known.withLock { $0[address] = marks }
        return marks
    }

    private init(of org: DemoOrg) async throws {
        var marks: Set<String> = []
        let acme = "AccountId != null AND Account.Name != 'Acme Corporation'"
        for (object, fields, condition) in [
            ("Account", ["Name"], "Name != 'Acme Corporation'"), ("Contact", ["Name", "Email"], acme),
            ("Case", ["Subject", "CaseNumber"], acme), ("Opportunity", ["Name"], acme),
            ("Event", [], acme), ("Task", [], acme), ("Lead", ["Name", "Email"], "Id != null"),
            ("ContentDocument", ["Title"], "Title != 'Renewal call with Sarah'"),
            ("Note", ["Title"], "Title != 'How they pay'"),
        ] {
            let rows = try await org.rows(
                "SELECT Id\(fields.map { ", " + $0 }.joined()) FROM \(object) WHERE \(condition)"
            )
            for row in rows.array ?? [] {
                for field in ["Id"] + fields {
                    if let text = row[field]?.string { marks.insert(field == "Id" ? String(text.prefix(15)) : text) }
                }
            }
        }
        self.marks = marks
    }

    /// The marks that a text has.
    func found(in outcome: Outcome) -> [String] {
        let text = outcome.json.serializedText()
        return marks.filter { text.contains($0) }.sorted()
    }
}

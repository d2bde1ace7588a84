import Actions
import Agents
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

struct LeanToolboxTests {
    private static let catalog = Result { try Catalog.salesforce() }

    /// A call of a lean agent with all actions, on an org that takes every write.
    private static func call(isLean: Bool = true) throws -> Call {
        let agent = Agent(
            id: "agt_1",
            name: "Alex",
            timeZone: .gmt,
            actions: try catalog.get().actions.map { EnabledAction($0) },
            isLean: isLean
        )
        return Call(agent: agent, callerPhone: "+15552345678", reportsTurns: true) { request, _ throws(CRMError) in
            let answer: JSONValue =
                request.method == .get
                ? ["totalSize": 0, "done": true, "records": []]
                : ["id": "500000000000001AAA", "success": true, "errors": []]
            return CRMResponse(status: 200, body: .json(answer))
        }
    }

    private static func names(_ value: JSONValue?) -> [String] {
        (value?.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
    }

    @Test(arguments: [ToolDialect.openAI, .openAIResponses, .anthropic, .gemini])
    func `all 56 actions take less than 1 kB of the prompt`(dialect: ToolDialect) async throws {
        let tools = await (try Self.call()).toolbox().tools()
        #expect(tools.map(\.name) == ["find_action", "run_action", "confirm", "end_call"])
        let size = ToolSchema.list(tools, dialect).serialized().count
        #expect(size < 1000, "\(dialect.rawValue) takes \(size) bytes")
    }

    @Test func `an agent that is not lean has a tool for each action`() async throws {
        #expect(await (try Self.call(isLean: false)).toolbox().tools().count == 58)
    }

    @Test(arguments: [
        ("open a case", "create_case"), ("look up a contact by phone number", "search_contact"),
        ("log this call", "log_call"), ("schedule an event", "schedule_event"),
        ("close the opportunity", "update_opportunity"), ("cases of the customer", "search_case"),
    ])
    func `an action is found by what is to be done`(what: String, name: String) async throws {
        let found = await (try Self.call()).toolbox().use("find_action", ["what": .string(what)])
        #expect(found.outcome.status == .completed)
        let names = Self.names(found.outcome.result?["actions"])
        #expect(names.contains(name), "\(names)")
        // It is spoken about, not read out: an answer must not fill the model's head either.
        #expect(found.outcome.json.serialized().count < 4000)
    }

    @Test func `what fits nothing is answered with all names`() async throws {
        let found = await (try Self.call()).toolbox().use("find_action", ["what": "bake a cake"])
        #expect(found.outcome.status == .notFound)
        #expect(Self.names(found.outcome.result?["others"]).count == 56)
    }

    @Test func `an action that is run goes through the gate`() async throws {
        let call = try Self.call()
        let toolbox = call.toolbox()
        await toolbox.callerSpoke()
        let asked = await toolbox.use(
            "run_action",
            ["action": "create_lead", "arguments": #"{"LastName": "Doe", "Company": "Acme"}"#]
        )
        #expect(asked.action == "create_lead" && asked.outcome.status == .confirmationRequired)
        let id = try #require(asked.outcome.confirmationID)
        let early = await toolbox.use("confirm", ["confirmation_id": .string(id)])
        #expect(early.outcome.status == .refused)
        await toolbox.callerSpoke()
        let confirmed = await toolbox.use(
            "run_action",
            ["action": "confirm", "arguments": ["confirmation_id": .string(id)]]
        )
        #expect(confirmed.outcome.status == .completed, "\(confirmed.outcome.say)")
        #expect(await call.invocations.map(\.action) == ["create_lead", "confirm", "confirm"])
    }

    @Test(
        arguments: [
            (["action": "create_leed"], "Did you mean create_lead?"), ([:], "Use find_action"),
            (["action": "create_lead", "arguments": "LastName is Doe"], "JSON object"),
            (["action": "create_lead", "arguments": [1]], "JSON object"),
        ] as [(JSONObject, String)]
    )
    func `what can't be run says what to do`(arguments: JSONObject, say: String) async throws {
        let invocation = await (try Self.call()).toolbox().use("run_action", arguments)
        #expect(invocation.outcome.status == .invalid)
        #expect(invocation.outcome.say.contains(say), "\(invocation.outcome.say)")
    }

    @Test func `an action can still be used by its own name`() async throws {
        let found = await (try Self.call()).toolbox().use("search_contact", ["search_term": "Sarah"])
        #expect(found.outcome.status == .notFound)
    }
}

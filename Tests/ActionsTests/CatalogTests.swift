import Actions
import JSON
import SOQL
import Testing

@Suite struct CatalogTests {
    let catalog: Catalog

    init() throws { catalog = try Catalog.salesforce() }

    @Test func `has 56 actions in 13 groups`() {
        #expect(catalog.groups.count == 13)
        #expect(catalog.actions.count == 56)
        #expect(Set(catalog.actions.map(\.name)).count == 56)
    }

    @Test func `asks before every write but a logged call, and marks deletes`() {
        for action in catalog.actions {
            #expect(action.asksForConfirmation == (action.isWrite && action.name != "log_call"), "\(action.name)")
            #expect(action.isDestructive == (action.method == .delete), "\(action.name)")
        }
    }

    @Test func `keeps for later only writes whose result nobody waits for`() {
        #expect(catalog.actions.filter(\.isDeliveredLater).map(\.name) == ["create_lead", "log_call", "create_note"])
    }

    /// The searches that run without being given anything, by the condition that stays: why all of it may be listed.
    private static let listing = [
        "search_campaigns": "IsActive = TRUE",  // The company's own campaigns.
        "search_knowledge": "PublishStatus = 'Online' AND Language = 'en_US'",  // Articles written for customers.
        "search_products": "IsActive = TRUE",  // What the company sells.
        "search_users": "IsActive = TRUE",  // The company's own staff.
        "list_queues": "SobjectType = 'Case'",  // Where a case can be sent.
    ]

    @Test func `no action lists all there is when it is given only what it must be`() throws {
        var listed: [String: String] = [:]
        var refused: Set<String> = []
        for action in catalog.actions {
            let values = TemplateValues(
                arguments: action.parameters.filter(\.isRequired).reduce(into: [:]) { arguments, parameter in
                    arguments[parameter.name] = parameter.type == .id ? "003000000000001AAA" : "2026-02-12"
                },
                answers: ["case": ["Id": "500000000000001AAA"]]
            )
            for step in action.requests {
                for case .query(let query) in step.template.query.map(\.value) {
                    #expect(query.condition != nil, "\(action.name)")
                    do {
                        let text = try step.template.render(values).query[0].value
                        let condition = try #require(text.firstMatch(of: /WHERE (.+?)( ORDER| LIMIT|$)/)?.1, "\(text)")
                        if values.arguments.isEmpty, action.method == .get { listed[action.name] = String(condition) }
                    } catch RenderingError.nothingToSearchBy {
                        refused.insert(action.name)
                    }
                }
            }
        }
        #expect(listed == Self.listing)
        #expect(
            refused == [
                "search_account", "search_case", "search_contact", "search_event", "search_opportunity", "search_task",
            ]
        )
    }

    @Test func `describes every action to a model`() {
        for action in catalog.actions {
            #expect((20...160).contains(action.description.count), "\(action.name): \(action.description)")
        }
    }

    @Test(arguments: ToolDialect.allCases)
    func `fits all 56 tool schemas into 16 kB`(dialect: ToolDialect) {
        let size = ToolSchema.list(catalog.actions.map { ToolSchema($0) }, dialect).serialized().count
        print("\(dialect.rawValue): \(size) bytes")
        if dialect == .openAI { #expect(size < 16_000) }
    }
}

import Actions
import JSON
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

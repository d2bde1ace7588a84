import Actions
import Testing
import Workspace

@Suite struct ActionCollectionTests {
    @Test func `the same template added again gets a name of its own`() throws {
        let template = try #require(Catalog.salesforce()["search_contact"])
        var collection = ActionCollection()
        let names = (0..<3).map { _ in collection.add(template).name }
        #expect(names == ["search_contact", "search_contact_2", "search_contact_3"])
        #expect(collection["search_contact_2"]?.title == "Search Contact 2")
    }

    @Test func `a name stays within what every model accepts`() throws {
        var template = try #require(Catalog.salesforce()["search_contact"])
        template.name = String(repeating: "a", count: 64)
        var collection = ActionCollection([template])
        let added = collection.add(template).name
        #expect(added.count == 64)
        #expect(added.hasSuffix("_2"))
    }
}

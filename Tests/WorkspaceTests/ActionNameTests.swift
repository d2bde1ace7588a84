import Actions
import JSON
import Testing
import Workspace

@Suite struct ActionNameTests {
    @Test func `a name stays within what every model accepts`() throws {
        let long = String(repeating: "a", count: 64)
        var definition = try ActionDefinition(given: [
            "name": .string(long), "title": "Find order", "description": "Find an order.",
            "soql": "SELECT Id FROM Order LIMIT 5",
        ])
        definition.take(freeNameAmong: [long])
        #expect(definition.name == String(long.dropLast(2)) + "_2")
        #expect(definition.title == "Find order")
    }
}

import Actions
import Foundation
import JSON
import Testing

/// The dialects, against what their clients are known to take: a file for each in `Golden`.
@Suite
struct ToolDialectTests {
    private static let catalog = Result { try Catalog.salesforce() }

    /// A tool with every type of parameter, required and not.
    private static let everything = ToolSchema(
        "everything",
        title: "Everything",
        description: "Takes one of each.",
        parameters: [
            Parameter("text", isRequired: true, description: "Anything said"),
            Parameter("count", .integer, isRequired: true), Parameter("ratio", .number), Parameter("flag", .boolean),
            Parameter("on", .date), Parameter("at", .dateTime, isRequired: true),
            Parameter("ids", .list(of: .id), description: "Ids of records"),
            Parameter("level", allowedValues: ["low", "high"]),
            Parameter("colour", isRequired: true, allowedValues: ["red", "blue"]),
            Parameter("origin", description: "Where from", allowedValues: ["Phone", "Web"], acceptsOtherValues: true),
        ],
        effect: .removes
    )
    private static let nothing = ToolSchema("nothing", title: "Nothing", description: "Takes nothing.", effect: .reads)

    @Test(arguments: ToolDialect.allCases)
    func `a dialect is as its clients take it`(dialect: ToolDialect) throws {
        let action = try #require(try Self.catalog.get()["search_contact"])
        let endpoint = ToolEndpoint(origin: "https://crm.acme.example", agentID: "agt_1")
        let tools = ToolSchema.list([ToolSchema(action), Self.everything, Self.nothing], dialect, at: endpoint)
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(dialect.rawValue).json")
        let golden = try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8))
        // The order of members counts too: providers keep prompts by their text.
        #expect(tools.serializedText() == golden.serializedText())
    }

    @Test func `all schemas use only words that every client knows`() throws {
        let known: Set<String> = [
            "type", "properties", "required", "description", "enum", "items", "additionalProperties",
        ]
        func check(_ schema: JSONValue, _ name: String) {
            for member in schema.object ?? [:] {
                #expect(known.contains(member.key), "\(name): \(member.key)")
                if member.key == "items" { check(member.value, name) }
                if member.key == "properties" {
                    for property in member.value.object ?? [:] { check(property.value, "\(name).\(property.key)") }
                }
            }
        }
        for tool in try Self.catalog.get().actions.map({ ToolSchema($0) }) + [Self.everything, Self.nothing] {
            for dialect in [ToolDialect.openAI, .openAIStrict] {
                check(tool.json(dialect)["function"]?["parameters"] ?? .null, tool.name)
            }
            check(tool.json(.anthropic)["input_schema"] ?? .null, tool.name)
            #expect(tool.name.wholeMatch(of: #/[a-z][a-z0-9_]{0,63}/#) != nil)
            #expect(tool.description.count <= 1024)
            for parameter in tool.parameters {
                #expect(parameter.name.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]{0,63}/#) != nil)
            }
        }
    }

    @Test func `in strict mode everything is required and what is optional can be null`() throws {
        let strict = Self.everything.json(.openAIResponsesStrict)
        let properties = try #require(strict["parameters"]?["properties"]?.object)
        #expect(strict["strict"] == true)
        #expect(strict["parameters"]?["required"]?.array?.compactMap(\.string) == properties.keys)
        #expect(properties["text"]?["type"] == "string")
        #expect(properties["flag"]?["type"] == ["boolean", "null"])
        #expect(properties["level"]?["enum"] == ["low", "high", .null])
        #expect(properties["colour"]?["enum"] == ["red", "blue"])
    }
}

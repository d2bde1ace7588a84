import Actions
import JSON
import Testing

@Suite
struct ActionSchemasTests {
    @Test(arguments: ToolDialect.allCases)
    func `every dialect describes all 56 actions as JSON`(dialect: ToolDialect) async throws {
        let run = try await CommandRun("actions", "schema", "--dialect", dialect.rawValue)
        #expect(run.status == 0)
        let list = try #require(try run.json().array)
        let tools = dialect == .gemini ? try #require(list.first?["functionDeclarations"]?.array) : list
        #expect(tools.count == 56)
        for tool in tools {
            let function = tool["function"] ?? tool
            #expect(function["name"]?.string?.isEmpty == false)
            #expect(function["description"]?.string?.isEmpty == false)
        }
    }

    @Test(arguments: [
        ("openai", ["function", "parameters"]), ("openai-responses", ["parameters"]), ("anthropic", ["input_schema"]),
        ("mcp", ["inputSchema"]),
    ])
    func `a dialect puts the schema where its clients look for it`(dialect: String, path: [String]) async throws {
        let run = try await CommandRun("actions", "schema", "--dialect", dialect, "create_contact")
        let tool = try #require(try run.json()[0])
        let schema = path.reduce(tool) { value, name in value[name] ?? .null }
        #expect(schema["type"] == "object")
        #expect(schema["required"] == ["LastName"])
    }

    @Test
    func `only the actions that are named are described, in that order`() async throws {
        let run = try await CommandRun("actions", "schema", "--dialect", "anthropic", "log_call", "search_contact")
        #expect(try run.json().array?.map { $0["name"] } == ["log_call", "search_contact"])
    }

    @Test
    func `a name that is nearly right is answered with the right one`() async throws {
        let run = try await CommandRun("actions", "schema", "serch_contact")
        #expect(run.status != 0)
        #expect(run.errors.contains("Did you mean search_contact?"))
        #expect(run.output.isEmpty)
    }

    @Test
    func `an unknown dialect is answered with those there are`() async throws {
        let run = try await CommandRun("actions", "schema", "--dialect", "claude")
        #expect(run.status != 0)
        for dialect in ToolDialect.allCases { #expect(run.errors.contains(dialect.rawValue)) }
    }
}

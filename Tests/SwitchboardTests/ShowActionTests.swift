import JSON
import Testing

@Suite
struct ShowActionTests {
    @Test
    func `an action is shown with its parameters and its request`() async throws {
        let run = try await CommandRun("actions", "show", "update_case")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("Update Case (update_case)\n"))
        #expect(run.output.contains("writes, asks the caller first"))
        #expect(run.lines.contains { $0.contains("record_id") && $0.contains("id, required") })
        #expect(run.lines.contains { $0.contains("Priority") && $0.contains("one of High | Medium | Low") })
        #expect(run.output.contains("PATCH /services/data/v59.0/sobjects/Case/{{record_id}}"))
        #expect(run.output.contains("\"Status\": \"{{Status}}\""))
    }

    @Test
    func `a search is shown with its query and nothing filled in`() async throws {
        let run = try await CommandRun("actions", "show", "search_contact")
        #expect(run.output.contains("GET /services/data/v59.0/query/"))
        #expect(run.output.contains("WHERE Name LIKE '%{{search_term}}%' OR"))
    }

    @Test
    func `as JSON an action has its requests in order`() async throws {
        let run = try await CommandRun("actions", "show", "create_note", "--json")
        let action = try run.json()
        #expect(action["name"] == "create_note")
        let requests = try #require(action["requests"]?.array)
        #expect(requests.map { $0["as"] } == ["note", "link"])
        #expect(requests.last?["only_with"] == ["record_id"])
        #expect(requests.last?["body"]?["ContentDocumentId"] == "{{note.id}}")
    }

    @Test
    func `an action of one's own is shown from its file`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.file(
            "own.yaml",
            holding: """
                name: find_customer
                soql: SELECT Id FROM Contact WHERE Phone LIKE '{{caller_phone|phone}}'
                runs: call_start
                """
        )
        let run = try await CommandRun("actions", "show", "find_customer", "--file", file)
        #expect(run.status == 0)
        #expect(run.output.contains("only reads, runs as a call opens"))
    }

    @Test
    func `an action that is not in one's own file is not taken from the catalogue`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.file("own.yaml", holding: "{name: find_customer, soql: SELECT Id FROM Contact}")
        let run = try await CommandRun("actions", "show", "search_contact", "--file", file)
        #expect(run.status != 0)
        #expect(run.errors.contains("There is no action search_contact."))
    }
}

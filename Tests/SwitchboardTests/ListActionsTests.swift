import JSON
import Testing

@Suite
struct ListActionsTests {
    private static let groups = [
        "Contacts", "Leads", "Accounts", "Opportunities", "Cases", "Tasks", "Events", "Notes", "Knowledge",
        "Users & Queues", "Products", "Campaigns", "Direct Lookups",
    ]

    @Test
    func `the list has 13 headings with 56 actions below them`() async throws {
        let run = try await CommandRun("actions", "list")
        #expect(run.status == 0)
        #expect(run.lines.filter { !$0.hasPrefix(" ") } == Self.groups.map { Substring($0) })
        #expect(run.lines.count { $0.hasPrefix("  ") } == 56)
    }

    @Test
    func `what is not a terminal gets no colours`() async throws {
        #expect(!(try await CommandRun("actions", "list").output.contains("\u{1B}")))
    }

    @Test
    func `the list says how an action is sent and whether the caller is asked`() async throws {
        let lines = try await CommandRun("actions", "list").lines
        func line(_ name: String) -> Substring? { lines.first { $0.contains(" \(name) ") } }
        #expect(line("search_contact")?.hasPrefix("  GET    search_contact ") == true)
        #expect(line("search_contact")?.contains("asks") == false)
        #expect(line("create_case")?.hasSuffix("(asks)") == true)
        #expect(line("delete_contact")?.hasSuffix("(asks, destructive)") == true)
        #expect(line("log_call")?.contains("asks") == false)
    }

    @Test
    func `as JSON the list has 56 complete entries in 13 groups`() async throws {
        let run = try await CommandRun("actions", "list", "--json")
        #expect(run.status == 0)
        let entries = try #require(try run.json().array)
        #expect(entries.count == 56)
        var groups: [String] = []
        for entry in entries {
            for member in ["name", "title", "group", "description", "method"] {
                #expect(entry[member]?.string?.isEmpty == false, "\(entry.serializedText())")
            }
            #expect(entry["confirm"]?.boolean != nil)
            #expect(entry["destructive"]?.boolean != nil)
            #expect(entry["read_only"]?.boolean == (entry["method"] == "GET"))
            for parameter in try #require(entry["parameters"]?.array) {
                #expect(parameter["name"]?.string?.isEmpty == false)
                #expect(parameter["type"]?.string?.isEmpty == false)
                #expect(parameter["required"]?.boolean != nil)
                #expect(["path", "query", "body"].contains(parameter["location"]?.string))
            }
            if let group = entry["group"]?.string, groups.last != group { groups.append(group) }
        }
        #expect(groups == Self.groups)
        #expect(Set(entries.compactMap { $0["name"]?.string }).count == 56)
    }

    @Test
    func `as JSON a parameter says its choices, its default and its longest text`() async throws {
        let entries = try #require(try await CommandRun("actions", "list", "--json").json().array)
        let action = try #require(entries.first { $0["name"] == "create_case" })
        let parameters = try #require(action["parameters"]?.array)
        let origin = try #require(parameters.first { $0["name"] == "Origin" })
        #expect(origin["values"] == ["Phone", "Email", "Web"])
        #expect(origin["default"] == "Phone")
        #expect(parameters.first { $0["name"] == "Subject" }?["max"] == 255)
    }
}

import Testing

@Suite
struct CheckActionsTests {
    @Test(
        arguments: FaultyDefinition.fields + FaultyDefinition.queries + FaultyDefinition.placeholders
            + FaultyDefinition.endpoints + FaultyDefinition.repeatedWords
    )
    func `a mistake is shown at its line and column, with what to do`(_ definition: FaultyDefinition) async throws {
        try await check(definition)
    }

    private func check(_ definition: FaultyDefinition) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let marked = MarkedText(definition.marked)
        let path = try folder.file("own.yaml", holding: marked.text)
        let run = try await CommandRun("actions", "check", path)
        #expect(run.status == 1)
        #expect(run.lines.count == 1, "one mistake, one line: \(run.output)")
        #expect(run.output.hasPrefix("\(path):\(marked.line):\(marked.column): "))
        #expect(run.output.contains(definition.says))
    }

    @Test
    func `a file without mistakes is said to be fine`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.file(
            "own.yaml",
            holding: """
                group: Mine
                actions:
                  - name: find_customer
                    soql: SELECT Id, Name FROM Contact WHERE Phone LIKE '{{caller_phone|phone}}'
                    runs: call_start
                  - name: open_cases
                    endpoint: query/?q=SELECT+Id+FROM+Case+WHERE+ContactId+=+'{{find_customer.Id}}'
                """
        )
        let run = try await CommandRun("actions", "check", path)
        #expect(run.status == 0)
        #expect(run.output == "\(path): 2 actions, all fine.\n")
    }

    @Test
    func `every mistake of every file is shown, in the order of the lines`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let first = try folder.file(
            "first.yaml",
            holding: """
                - name: Bad
                  soql: SELECT Id FROM Contact
                - name: good
                  soql: SELECT Id FROM Contact
                - name: other_bad
                  soql: SELECT Id FROM
                """
        )
        let second = try folder.file("second.yaml", holding: "name: fine\nsoql: SELECT Id FROM Lead")
        let third = folder.path("third.yaml")
        let run = try await CommandRun("actions", "check", first, second, third)
        #expect(run.status == 1)
        #expect(run.lines.count == 4)
        #expect(run.lines[0].hasPrefix("\(first):1:9: "))
        #expect(run.lines[1].hasPrefix("\(first):6:23: "))
        #expect(run.lines[2] == "\(second): 1 action, all fine.")
        #expect(run.lines[3].hasPrefix("\(third): "))
    }

    @Test
    func `a name that stands twice is a mistake`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.file(
            "own.yaml",
            holding: """
                - {name: find_it, soql: SELECT Id FROM Contact}
                - {name: find_it, soql: SELECT Id FROM Lead}
                """
        )
        let run = try await CommandRun("actions", "check", path)
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("\(path):2:"))
        #expect(run.output.contains("`find_it` stands twice"))
    }

    @Test
    func `an empty file is a mistake`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try await CommandRun("actions", "check", try folder.file("own.yaml", holding: ""))
        #expect(run.status == 1)
        #expect(run.output.contains(":1:1: The file is empty."))
    }
}

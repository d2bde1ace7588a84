import Testing

@Suite
struct SOQLCheckTests {
    @Test
    func `each line is answered by a line, and a wrong one by its place`() async throws {
        let run = try await CommandRun(
            "soql",
            "check",
            input: """
                SELECT Id FROM Contact
                SELECT Id FROM Contact WHERE Name = 'O'Brien'
                SELECT Id FROM Contact WHERE Name = 'O\\'Brien'
                SELECT FROM Contact

                """
        )
        #expect(run.status == 1)
        #expect(run.lines.count == 4)
        #expect(run.lines[0] == "ok")
        #expect(run.lines[1].hasPrefix("error 2:40 "))
        #expect(run.lines[2] == "ok")
        #expect(run.lines[3].hasPrefix("error 4:8 "))
    }

    @Test
    func `queries that are all right end with success`() async throws {
        let input = "SELECT COUNT() FROM Case\nSELECT Id FROM Lead LIMIT 1\n"
        let run = try await CommandRun("soql", "check", input: input)
        #expect(run.status == 0)
        #expect(run.output == "ok\nok\n")
    }

    @Test
    func `searches are checked as searches`() async throws {
        let input = "FIND {Smith} IN ALL FIELDS RETURNING Contact(Id)\nFIND Smith\n"
        let run = try await CommandRun("soql", "check", "--sosl", input: input)
        #expect(run.status == 1)
        #expect(run.lines.first == "ok")
        #expect(run.lines.last?.hasPrefix("error 2:6 ") == true)
    }

    @Test
    func `a column counts characters and not bytes`() async throws {
        let run = try await CommandRun("soql", "check", input: "SELECT Id FROM Contact WHERE Name = 'Åsa' Öberg\n")
        #expect(run.output.hasPrefix("error 1:43 "))
    }
}

import Testing

/// What a person reads first.
@Suite
struct HelpTests {
    @Test(arguments: [
        (["demo"], ["--once", "--port", "--data", "--time-zone"]),
        (["sandbox"], ["--port", "--host", "--data", "--seed"]),
        (["actions", "list"], ["--json"]),
        (["actions", "show"], ["--file", "--json"]),
        (["actions", "check"], ["<files>"]),
        (["actions", "schema"], ["--dialect", "openai", "openai-responses", "anthropic", "gemini", "mcp"]),
        (["render"], ["--arg", "--var", "--file", "--time-zone", "--json"]),
        (["invoke"], ["--org", "--token", "--arg", "--var", "--file", "--time-zone", "--yes", "--json"]),
        (["soql", "check"], ["--sosl"]),
    ])
    func `the help of a command names its options`(command: [String], options: [String]) async throws {
        let run = try await CommandRun(command + ["--help"])
        #expect(run.status == 0)
        for option in options { #expect(run.output.contains(option)) }
        #expect(run.output.contains("USAGE: switchboard \(command.joined(separator: " "))"))
    }

    @Test(arguments: [
        ([], ["demo", "sandbox", "actions", "render", "invoke", "soql"]),
        (["actions"], ["list", "show", "check", "schema"]),
        (["soql"], ["check"]),
    ])
    func `a command that only holds others names them`(command: [String], subcommands: [String]) async throws {
        let run = try await CommandRun(command)
        #expect(run.status == 0)
        for subcommand in subcommands { #expect(run.lines.contains { $0.hasPrefix("  \(subcommand)  ") }) }
    }

    @Test
    func `the version is a version`() async throws {
        let run = try await CommandRun("--version")
        #expect(run.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
        #expect(run.status == 0)
    }
}

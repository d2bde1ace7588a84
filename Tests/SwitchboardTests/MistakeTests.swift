import Testing

/// What people mistype, and that they are told how to put it right.
@Suite
struct MistakeTests {
    @Test(arguments: [
        (["actions", "show", "serch_contact"], "Did you mean search_contact?"),
        (["render", "create_cas"], "Did you mean create_case?"),
        (["invoke", "log_cal", "--org", "http://127.0.0.1:1", "--token", "any"], "Did you mean log_call?"),
        (["render", "something_else"], "switchboard actions list"),
        (["render", "search_contact", "--var", "callerphone=1"], "Did you mean caller_phone?"),
        (["render", "search_contact", "--var", "weather=1"], "caller_phone, call_id, employee_id"),
        (["render", "search_contact", "--arg", "Sarah"], "name=value"),
        (["render", "search_contact", "--time-zone", "Mars"], "Europe/Stockholm"),
        (["render", "search_contact", "--file", "/nowhere/own.yaml"], "/nowhere/own.yaml can't be read"),
        (["invoke", "search_contact"], "--org"),
        (["sandbox", "--port", "99999"], "0 to 65535"),
        (["sandbox", "--seed", "plenty"], "empty, demo"),
        (["actions", "show"], "<name>"),
        (["actions", "lst"], "lst"),
        (["actoins"], "actoins"),
        (["actions", "list", "--jsn"], "Did you mean '--json'?"),
    ])
    func `a mistake on the command line is answered with a remedy`(command: [String], remedy: String) async throws {
        let run = try await CommandRun(command)
        #expect(run.status != 0)
        #expect(run.errors.contains(remedy), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test
    func `an argument the action doesn't have is answered with the one it has`() async throws {
        let run = try await CommandRun("render", "search_contact", "--arg", "serch_term=Sarah")
        #expect(run.status == 1)
        #expect(run.output.contains("search term"))
    }
}

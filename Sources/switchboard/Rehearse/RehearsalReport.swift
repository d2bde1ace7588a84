import Agents
import JSON

/// What came of a number of rehearsals, for people and for programs.
struct RehearsalReport {
    struct Entry: Sendable {
        var file: String
        var groups: [String]
        var result: Rehearsal.Result
    }

    var entries: [Entry]

    var hasPassed: Bool { entries.allSatisfy(\.result.hasPassed) }

    /// One line for a scenario, and its reasons when it failed.
    static func lines(of entry: Entry, showsTalk: Bool) -> [String] {
        let result = entry.result
        let mark = result.hasPassed ? Terminal.styled("passed", .green) : Terminal.styled("FAILED", .yellow)
        let milliseconds = Int(result.duration / .milliseconds(1))
        var lines = ["\(mark)  \(result.scenario) \(Terminal.styled("(\(entry.file), \(milliseconds) ms)", .dim))"]
        lines += result.failures.map { "        \($0)" }
        if showsTalk || !result.hasPassed { lines += talk(of: result.transcript).map { "        " + $0 } }
        return lines
    }

    /// The last line: how many, over what.
    var summary: String {
        let passed = entries.count { $0.result.hasPassed }
        let groups = Set(entries.flatMap(\.groups)).count
        var usage = TokenUsage()
        for entry in entries { usage += entry.result.usage }
        let tokens = usage.total == 0 ? "" : " It took \(usage.input) tokens to read and \(usage.output) to write."
        let noun = entries.count == 1 ? "scenario" : "scenarios"
        return "\(passed) of \(entries.count) \(noun) passed, over \(groups) of the catalogue's groups.\(tokens)"
    }

    var json: JSONValue {
        let scenarios: [JSONValue] = entries.map { entry in
            [
                "file": .string(entry.file), "name": .string(entry.result.scenario),
                "passed": .boolean(entry.result.hasPassed),
                "failures": .array(entry.result.failures.map(JSONValue.string)),
                "groups": .array(entry.groups.map(JSONValue.string)),
                "milliseconds": .number(JSONNumber(Int(entry.result.duration / .milliseconds(1)))),
                "input_tokens": .number(JSONNumber(entry.result.usage.input)),
                "output_tokens": .number(JSONNumber(entry.result.usage.output)),
                "transcript": entry.result.transcript.redacted.json,
            ]
        }
        return ["passed": .boolean(hasPassed), "scenarios": .array(scenarios)]
    }

    private static func talk(of transcript: Transcript) -> [String] {
        transcript.redacted.entries.flatMap { entry -> [String] in
            switch entry {
            case .caller(let text): ["Caller  \(text)"]
            case .agent(let text, _): text.isEmpty ? [] : ["Agent   \(text)"]
            case .outcome(let use, let outcome):
                [
                    Terminal.styled(
                        "        \(use.name) \(JSONValue.object(use.arguments).serializedText()): "
                            + "\(outcome["outcome"]?.string ?? "?"). \(outcome["say"]?.string ?? "")",
                        .dim
                    )
                ]
            }
        }
    }
}

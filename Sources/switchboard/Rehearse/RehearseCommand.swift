import Actions
import Agents
import ArgumentParser
import Foundation
import JSON

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Play calls from scenario files, each on a fresh sandbox org, and check what they leave behind.",
        discussion: """
            Without --model the scenario's own script speaks for the agent. With it, a language model does, and the \
            scenario says what must come of it. Examples/scenarios has some for every group of actions; \
            docs/talking.md says how to write your own.

              switchboard rehearse Examples/scenarios
              switchboard rehearse my-call.yaml --model http://127.0.0.1:8080/v1 --model-name qwen
            """
    )

    @Argument(help: "Scenario files, or folders of them.")
    var files: [String]

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("The address of a model that plays callers with a persona.", valueName: "url"))
    var callerModel: String?

    @Option(help: ArgumentHelp("That model's name; the agent's when left out.", valueName: "name"))
    var callerModelName: String?

    @Flag(help: "Show what was said and done in every call, not only in those that fail.")
    var talk = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name a scenario file, or a folder of them.") }
        guard callerModel == nil || model.model != nil else {
            throw ValidationError("A script can't answer a caller whom a model plays. Give --model as well.")
        }
    }

    func run() async throws {
        let scenarios = try Self.scenarios(in: files)
        let transport = ModelTransport()
        let report: RehearsalReport
        do {
            report = try await rehearse(scenarios, over: transport)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        Terminal.writeLine(json ? report.json.prettyPrinted() : "\n" + report.summary)
        guard report.hasPassed else { throw ExitCode.failure }
    }

    /// Plays the scenarios, as many at once as there are processors, and shows them in their order.
    private func rehearse(
        _ scenarios: [(file: String, scenario: Scenario)],
        over transport: ModelTransport
    ) async throws -> RehearsalReport {
        let agentModel = try model.model(over: transport)
        let callerModel = try model.other(url: callerModel, name: callerModelName, over: transport)
        for (file, scenario) in scenarios where scenario.script.isEmpty && agentModel == nil {
            throw Mistake("\(file) has no script for the agent. Give --model.")
        }
        var waiting = scenarios.enumerated().makeIterator()
        var report = RehearsalReport(entries: [])
        var done: [Int: RehearsalReport.Entry] = [:]
        try await withThrowingTaskGroup(of: (Int, RehearsalReport.Entry).self) { group in
            func startNext() {
                guard let (index, (file, scenario)) = waiting.next() else { return }
                group.addTask {
                    let rehearsal = Rehearsal(scenario: scenario, agentModel: agentModel, callerModel: callerModel)
                    return (index, .init(file: file, groups: scenario.groups, result: try await rehearsal.run()))
                }
            }
            for _ in 0..<max(2, ProcessInfo.processInfo.activeProcessorCount) { startNext() }
            for try await (index, entry) in group {
                startNext()
                done[index] = entry
                while let next = done.removeValue(forKey: report.entries.count) {
                    report.entries.append(next)
                    guard !json else { continue }
                    for line in RehearsalReport.lines(of: next, showsTalk: talk) { Terminal.writeLine(line) }
                }
            }
        }
        return report
    }

    private static func scenarios(in paths: [String]) throws -> [(file: String, scenario: Scenario)] {
        let reader = ScenarioReader(catalog: try Catalog.salesforce())
        return try paths.flatMap(Self.files).map { (file: $0, scenario: try reader.scenario(file: $0)) }
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Mistake("There is no \(path).")
        }
        guard isFolder.boolValue else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        guard !names.isEmpty else { throw Mistake("There is no scenario file (.yaml) in \(path).") }
        return names.sorted().map { "\(path.hasSuffix("/") ? String(path.dropLast()) : path)/\($0)" }
    }
}

import ArgumentParser
import Doors
import Foundation
import JSON
import Platforms
import Workspace

extension AgentExport.Platform: ExpressibleByArgument {}

struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Take agents to the platforms they speak on.",
        subcommands: [ExportAgent.self]
    )
}

struct ExportAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what a voice platform needs to be told to work as an agent.",
        discussion: """
            From a running server, with a token in SWITCHBOARD_TOKEN:
              switchboard agents export "Service desk" --platform vapi --server https://switchboard.example
            From a workspace file, as GET /v1/workspace writes it:
              switchboard agents export "Service desk" --platform retell --file workspace.yaml \
            --server https://switchboard.example --id agt_…

            No secret is written; where one belongs, it says so.
            """
    )

    @Argument(help: "The agent's name or id.")
    var agent: String

    @Option(help: "The platform or framework.")
    var platform: AgentExport.Platform

    @Option(help: ArgumentHelp("How the platform reaches the server.", valueName: "url"))
    var server = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("A workspace file, to read instead of asking the server.", valueName: "file"))
    var file: String?

    @Option(help: "The agent's id on the server; with --file.")
    var id: String?

    func run() async throws {
        let text = if let file { try exported(from: file) } else { try await exportedByServer() }
        print(text, terminator: "")
    }

    private var origin: String { server.hasSuffix("/") ? String(server.dropLast()) : server }

    // MARK: From a file

    private func exported(from path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw Mistake("\(path) can't be read as UTF-8 text.") }
        let agents: [Agent]
        do throws(WorkspaceError) {
            agents = try WorkspaceTransfer.agents(inFile: text)
        } catch {
            guard case .invalid(let problems) = error else { throw Mistake("\(path) can't be read.") }
            throw Mistake(problems.map { "\(path): \($0)" }.joined(separator: "\n"))
        }
        guard var found = agents.first(where: { SavedAgent.nameKey($0.name) == SavedAgent.nameKey(agent) }) else {
            throw Self.unknown(agent, agents.map(\.name))
        }
        found.id = id ?? "AGENT_ID"
        return AgentExport(found, origin: origin).text(for: platform)
    }

    private static func unknown(_ name: String, _ names: [String]) -> Mistake {
        Mistake("There is no agent \(name). There are: \(names.joined(separator: ", ")).")
    }

    // MARK: From a server

    private func exportedByServer() async throws -> String {
        guard let token = ProcessInfo.processInfo.environment["SWITCHBOARD_TOKEN"], !token.isEmpty else {
            throw Mistake("Set SWITCHBOARD_TOKEN to a token of yours (POST /v1/tokens makes one), or give --file.")
        }
        let transport = HTTPTransport()
        let outcome: Result<String, any Error>
        do {
            let id = try await agentID(transport, token)
            outcome = .success(
                try await get("/v1/agents/\(id)/export?platform=\(platform.rawValue)", transport, token)
            )
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        return try outcome.get()
    }

    private func agentID(_ transport: HTTPTransport, _ token: String) async throws -> String {
        if agent.hasPrefix("agt_") { return agent }
        let key = SavedAgent.nameKey(agent)
        var names: [String] = []
        var path: String? = "/v1/agents?limit=200"
        while let page = path {
            let list = try JSONValue(parsing: try await get(page, transport, token))
            for found in list["items"]?.array ?? [] {
                guard let name = found["name"]?.string, let id = found["id"]?.string else { continue }
                if SavedAgent.nameKey(name) == key { return id }
                names.append(name)
            }
            path = list["next"]?.string.map { "/v1/agents?limit=200&cursor=\($0)" }
        }
        throw Self.unknown(agent, names)
    }

    private func get(_ path: String, _ transport: HTTPTransport, _ token: String) async throws -> String {
        guard
            let answer = await transport.get(
                origin + path,
                bearer: Secret(token),
                by: .now.advanced(by: .seconds(10))
            )
        else { throw Mistake("The server at \(origin) can't be reached.") }
        let text = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200 else {
            let detail = (try? JSONValue(parsing: text))?["detail"]?.string
            throw Mistake("The server says: \(detail ?? "status \(answer.status)")")
        }
        return text
    }
}

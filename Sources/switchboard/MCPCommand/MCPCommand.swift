import ArgumentParser
import Foundation
import Platforms

struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Give an MCP client an agent's tools, over standard input and output.",
        discussion: """
            For clients that start their servers themselves. What they say goes to the door for MCP of a running server, \
            with the agent's token; one run is one call.

              SWITCHBOARD_AGENT_TOKEN=swb_agent_… switchboard mcp --url https://switchboard.example.com

            To try it without a server, on a sandbox org that lasts as long as the command:

              switchboard mcp --sandbox
            """
    )

    @Option(help: ArgumentHelp("The server: http://127.0.0.1:8080.", valueName: "url"))
    var url: String?

    @Option(help: "The agent's token. Better given as SWITCHBOARD_AGENT_TOKEN: others can see this one.")
    var token = ProcessInfo.processInfo.environment["SWITCHBOARD_AGENT_TOKEN"] ?? ""

    @Flag(help: "Run a sandbox org inside, with an agent for it.")
    var sandbox = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("With --sandbox, the actions the agent has; all when left out.", valueName: "action")
    )
    var actions: [String] = []

    @Option(help: ArgumentHelp("The call, by an id of your own; a new one when left out.", valueName: "id"))
    var callID: String?

    @Option(help: ArgumentHelp("The caller's number; withheld when left out.", valueName: "number"))
    var phone: String?

    func validate() throws {
        guard sandbox != (url != nil) else {
            throw ValidationError("Say where to go: --url with a running server, or --sandbox to try it.")
        }
        guard sandbox || !token.isEmpty else {
            throw ValidationError("There is no token. Set SWITCHBOARD_AGENT_TOKEN, or give --token.")
        }
        guard sandbox || actions.isEmpty else {
            throw ValidationError("What an agent of a server may do is set up there; --actions goes with --sandbox.")
        }
    }

    func run() async throws {
        guard let url else {
            return try await LocalDoor.open(actions: actions) { url, token in
                try await bridge(to: url, token)
            }
        }
        try await bridge(to: url, Secret(token))
    }

    private func bridge(to url: String, _ token: Secret) async throws {
        let address = url.hasSuffix("/mcp") ? url : url.hasSuffix("/") ? "\(url)mcp" : "\(url)/mcp"
        var call: [(String, String)] = []
        if let callID { call.append((MCPBridge.callHeader, callID)) }
        if let phone { call.append(("X-Caller-Phone", phone)) }
        let usualCall = callID == nil ? RandomText.identifier("stdio") : nil
        await MCPBridge(to: address, token: token, call: call, usualCall: usualCall).run()
    }
}

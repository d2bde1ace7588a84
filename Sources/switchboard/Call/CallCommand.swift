import Actions
import Agents
import ArgumentParser
import Calls
import Foundation
import Platforms
import SandboxOrg
import Workspace

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Talk with an agent in the terminal: you are the caller.",
        discussion: """
            What the agent says streams in, and what it does is shown with the exact requests. Without --org the call \
            happens on a sandbox org that starts with it.

              switchboard call --phone +15552345678 --model http://127.0.0.1:8080/v1 --model-name qwen
              switchboard call --script Examples/scenarios/01-invoice-and-callback.yaml
              switchboard call --url https://switchboard.example.com --model http://127.0.0.1:8080/v1 --model-name qwen

            A model runs anywhere that speaks OpenAI's chat completions or Anthropic's messages. With --script the \
            agent's lines come from a scenario file, and you say the caller's. With --url the call is one of a running \
            server: the agent whose token is given has its actions, its rules and its org there.
            """
    )

    @Option(help: ArgumentHelp("What the agent is called.", valueName: "name"))
    var agent: String?

    @Option(help: ArgumentHelp("The caller's number; withheld when left out.", valueName: "number"))
    var phone: String?

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("A scenario file that says who the agent is, and what it says.", valueName: "file"))
    var script: String?

    @Option(help: ArgumentHelp("What the agent is told about its job: a text, or a file of it.", valueName: "text"))
    var instructions: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The actions the agent has; all of the catalogue when left out.", valueName: "action")
    )
    var actions: [String] = []

    @Option(help: ArgumentHelp("Where the agent's \"tomorrow at 10am\" is.", valueName: "zone"))
    var timeZone: TimeZoneOption?

    @Option(help: ArgumentHelp("A running server to have the call on: http://127.0.0.1:8080.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "The agent's token there. Better given as SWITCHBOARD_AGENT_TOKEN: others can see this one.",
            valueName: "token"
        )
    )
    var agentToken = ProcessInfo.processInfo.environment["SWITCHBOARD_AGENT_TOKEN"] ?? ""

    @Option(help: ArgumentHelp("An org to work on: https://acme.my.salesforce.com.", valueName: "url"))
    var org: String?

    @Option(help: "An access token of that org. Better given as SWITCHBOARD_TOKEN: others can see this one.")
    var token = ProcessInfo.processInfo.environment["SWITCHBOARD_TOKEN"] ?? ""

    @Option(help: ArgumentHelp("Keep the sandbox org in this file.", valueName: "file"))
    var data: String?

    @Flag(help: "Show what the agent does in a line each, without the requests.")
    var brief = false

    func validate() throws {
        guard model.model != nil || script != nil else {
            throw ValidationError("Say who speaks for the agent: --model and --model-name, or --script.")
        }
        guard model.model == nil || script == nil else {
            throw ValidationError("A model and a script can't both speak: give --model or --script.")
        }
        guard org == nil || !token.isEmpty else {
            throw ValidationError("There is no token for that org. Give --token, or set SWITCHBOARD_TOKEN.")
        }
        guard url == nil || !agentToken.isEmpty else {
            throw ValidationError(
                "There is no token for that server. Give --agent-token, or set SWITCHBOARD_AGENT_TOKEN."
            )
        }
        let settings: [Any?] = [org, data, agent, instructions, actions.first, timeZone]
        guard url == nil || settings.allSatisfy({ $0 == nil }) else {
            throw ValidationError("With --url the server says who the agent is and which org it works on.")
        }
        guard org == nil || data == nil else {
            throw ValidationError("--data is the file of a sandbox org; with --org there is none.")
        }
    }

    func run() async throws {
        let scenario = try script.map { try ScenarioReader(catalog: try Catalog.salesforce()).scenario(file: $0) }
        let transport = ModelTransport()
        do {
            let model = try model.model(over: transport) ?? ScriptedModel(scenario?.script ?? [])
            if let url {
                try await talk(on: AgentClient(url, token: Secret(agentToken)), with: model, scenario)
            } else {
                try await talk(with: model, scenario)
            }
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    /// A call of this process.
    private func talk(with model: any LanguageModel, _ scenario: Scenario?) async throws {
        let agent = try agent(scenario)
        try await withOrg { link in
            let call = Call(
                agent: agent,
                callerPhone: phone ?? scenario?.callerPhone,
                reportsTurns: true,
                verification: CallerVerification(codes: TerminalPhone()),
                send: link.send
            )
            let talk = TerminalCall(
                toolbox: CallToolbox(call),
                opening: await call.open(),
                model: model,
                isBrief: brief
            )
            try await talk.run(agentSpeaksFirst: scenario?.agentSpeaksFirst ?? true)
        }
    }

    /// A call of a running server.
    private func talk(on server: AgentClient, with model: any LanguageModel, _ scenario: Scenario?) async throws {
        do {
            let call = try await RemoteCall(on: server, callerPhone: phone ?? scenario?.callerPhone)
            // The exact requests are the server's to show: in its console, and at /v1/calls.
            let talk = TerminalCall(toolbox: call, opening: call.opening, model: model, isBrief: true)
            try await talk.run(agentSpeaksFirst: scenario?.agentSpeaksFirst ?? true)
        } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    private func agent(_ scenario: Scenario?) throws -> Agent {
        let catalog = try Catalog.salesforce()
        var agent = try scenario?.agent ?? AgentReader(catalog: catalog).agent(nil)
        if scenario == nil { agent.timeZone = .current }
        if let name = self.agent { agent.name = name }
        if let timeZone { agent.timeZone = timeZone.zone }
        if !actions.isEmpty { agent.actions = try actions.map { EnabledAction(try catalog.action(named: $0)) } }
        if let instructions {
            agent.instructions = (try? String(contentsOfFile: instructions, encoding: .utf8)) ?? instructions
        }
        return agent
    }

    private func withOrg(_ body: @Sendable (OrgLink) async throws -> Void) async throws {
        if let org {
            let link = try OrgLink(org: org, token: token)
            return try await closing(link, body)
        }
        var configuration = SandboxServer.Configuration()
        configuration.seed = .demo
        if let data { configuration.storage = .file(path: data) }
        try await withSandboxServer(configuration) { sandbox in
            try await closing(try OrgLink(org: sandbox.baseURL, token: sandbox.token), body)
        }
    }

    private func closing(_ link: OrgLink, _ body: (OrgLink) async throws -> Void) async throws {
        do {
            try await body(link)
        } catch {
            await link.close()
            throw error
        }
        await link.close()
    }
}

/// The caller's phone, on which codes arrive: the person at the terminal can read them out.
private struct TerminalPhone: CodeDelivery {
    func deliver(_ message: CodeMessage, by deadline: ContinuousClock.Instant) async throws(WebhookFailure) {
        Terminal.writeLine("\n  The caller gets a message at \(message.target): the code is \(message.code).")
    }
}

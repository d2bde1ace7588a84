import Actions
import Agents
import ArgumentParser
import Calls
import Foundation
import SandboxOrg
import Workspace

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch an agent take a phone call against a local Salesforce-compatible org.",
        discussion: """
            Starts a sandbox org and plays a recorded conversation through the real gate, the real request templates and \
            real HTTP, then shows the records that are left behind. No account and no network are needed.

            With --data the org stays in a file, to look at afterwards:
              switchboard demo --once --data demo.sqlite
              switchboard sandbox --data demo.sqlite
            """
    )

    @Flag(help: "Exit after the call, instead of offering to talk on.")
    var once = false

    @Option(help: "The port of the sandbox org; 0 for any that is free.")
    var port = 0

    @Option(help: ArgumentHelp("Keep the org in this file.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("Where the agent's \"tomorrow at 10am\" is.", valueName: "zone"))
    var timeZone = TimeZoneOption.standard

    func run() async throws {
        var configuration = SandboxServer.Configuration()
        configuration.port = port
        configuration.seed = .demo
        if let data { configuration.storage = .file(path: data) }
        let agent = Agent(
            id: "demo-agent",
            name: "Alex",
            instructions: "You answer the phone of a company and help callers with their cases.",
            timeZone: timeZone.zone,
            actions: try Catalog.salesforce().actions.map { EnabledAction($0) }
        )
        let once = once
        try await withSandboxServer(configuration) { sandbox in
            let link = try OrgLink(org: sandbox.baseURL, token: sandbox.token)
            let call = Call(agent: agent, callerPhone: DemoScript.callerPhone, reportsTurns: true, send: link.send)
            do {
                try await DemoCall(call: call, org: sandbox.baseURL).play()
                if !once { await TalkOn(call: call, org: sandbox.baseURL, token: sandbox.token).run() }
            } catch {
                await link.close()
                throw error
            }
            await link.close()
        }
    }
}

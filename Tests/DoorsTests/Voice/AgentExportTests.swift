import Actions
import Doors
import Foundation
import JSON
import Testing
import Workspace

/// What an exported agent is told, beside what it is given.
@Suite struct AgentExportTests {
    /// What a prompt says of tools, and the tools that the export has.
    private struct Exported {
        let prompt: String
        let tools: Set<String>

        init(_ agent: Agent, for platform: AgentExport.Platform) throws {
            let text = AgentExport(agent, origin: "https://switchboard.example").text(for: platform)
            let json = (try? JSONValue(parsing: text)) ?? .null
            var prompt: JSONValue?
            var tools: [String?] = []
            switch platform {
            case .vapi:
                prompt = json["model"]?["messages"]?[0]?["content"]
                tools =
                    json["model"]?["tools"]?.array?.map { $0["function"]?["name"]?.string ?? $0["type"]?.string } ?? []
            case .retell:
                prompt = json["retell_llm"]?["general_prompt"]
                tools = json["retell_llm"]?["general_tools"]?.array?.map { $0["name"]?.string } ?? []
            case .elevenLabs:
                let model = json["agent"]?["conversation_config"]?["agent"]?["prompt"]
                prompt = model?["prompt"]
                tools = json["tools"]?.array?.map { $0["tool_config"]?["name"]?.string } ?? []
                tools += model?["built_in_tools"]?.object?.keys ?? []
            case .liveKit, .pipecat:
                let words = try #require(text.firstMatch(of: /PROMPT = (.*)\n/)?.output.1)
                prompt = try JSONValue(parsing: String(words))
                let list = try #require(text.firstMatch(of: /TOOLS = json\.loads\((.*)\)\n/)?.output.1)
                let schemas = try JSONValue(parsing: try #require(try JSONValue(parsing: String(list)).string))
                tools = schemas.array?.map { $0["name"]?.string } ?? []
            }
            self.prompt = try #require(prompt?.string)
            self.tools = Set(tools.compactMap(\.self))
        }
    }

    private static let agents: [(name: String, agent: @Sendable () throws -> Agent)] = [
        ("that only reads", { try agent(["search_contact"]) }),
        ("that writes", { try agent(["search_contact", "create_case"]) }),
        ("that asks who is calling", { try agent(["create_case"], requiring: .verified) }),
        ("that is lean", { try agent(["search_contact", "create_case"], isLean: true) }),
    ]

    private static func agent(
        _ actions: [String],
        requiring assurance: Assurance? = nil,
        isLean: Bool = false
    ) throws -> Agent {
        let catalog = try Catalog.salesforce().actions
        return Agent(
            id: "agt_1",
            name: "Desk",
            timeZone: .gmt,
            actions: catalog.filter { actions.contains($0.name) }.map { EnabledAction($0, requiring: assurance) },
            isLean: isLean
        )
    }

    /// What else is written like the name of a tool: outcomes and members of them, and what the platform puts in.
    private static let others: Set<String> = [
        "confirmation_required", "confirmation_id", "verification_required", "not_found", "switchboard_context",
    ]

    @Test(arguments: AgentExport.Platform.allCases, agents.map(\.name))
    func `a prompt names no tool that its export has not`(platform: AgentExport.Platform, kind: String) throws {
        let agent = try #require(Self.agents.first { $0.name == kind }).agent()
        let exported = try Exported(agent, for: platform)
        let names = exported.prompt.matches(of: /[a-z]+(_[a-z]+)+|[a-z]+[A-Z][a-zA-Z]*/).map { String($0.output.0) }
        let unknown = Set(names).subtracting(exported.tools).subtracting(Self.others)
        #expect(unknown.isEmpty, "\(exported.tools)")
        // The name of this one is a word of its own.
        #expect(exported.prompt.contains("use confirm ") == exported.tools.contains("confirm"))
        #expect(exported.prompt.contains("what verify_caller takes") == exported.tools.contains("verify_caller"))
        for ending in ["end_call", "endCall"] {
            #expect(exported.prompt.contains("then use \(ending)") == exported.tools.contains(ending))
        }
    }

    @Test(arguments: AgentExport.Platform.allCases)
    func `a prompt takes no mark in an answer for the caller's word`(platform: AgentExport.Platform) throws {
        let exported = try Exported(try Self.agent(["search_contact", "create_case"]), for: platform)
        #expect(!exported.prompt.contains("<caller>") && !exported.prompt.contains("<event>"))
        #expect(exported.prompt.contains("Only the caller's own messages are what the caller said."))
    }

    @Test func `Retell is asked for everything its door understands of the end of a call`() throws {
        let text = AgentExport(try Self.agent([]), origin: "https://switchboard.example").text(for: .retell)
        #expect(try JSONValue(parsing: text)["agent"]?["webhook_events"] == ["call_ended", "call_analyzed"])
    }
}

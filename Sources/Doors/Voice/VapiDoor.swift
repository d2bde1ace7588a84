import Agents
import Calls
import Foundation
import HTTPTypes
import JSON
import Platforms
import Workspace

/// Vapi's server messages: uses of tools, and the request for an assistant as a call comes in.
///
/// Vapi heeds only answers with 200, and takes results as text without line breaks.
struct VapiDoor: Sendable {
    let calls: VoiceCalls
    /// How many tools are used at a time.
    private static let mostAtOnce = 20

    static func proof(in headers: HTTPFields) -> VoiceReader.Proof {
        guard let signature = headers[.vapiSignature], let time = headers[.vapiTimestamp] else {
            return .headers { VoiceReader.isSent($0, in: headers, as: ["X-Vapi-Secret"]) }
        }
        return .signature { PlatformSignature.isVapi(signature, at: time, of: $0, secret: $1, now: $2) }
    }

    func answer(_ request: VoiceRequest) async throws -> JSONValue {
        let message = request.body["message"] ?? .null
        let conversation = Self.conversation(in: message)
        switch message["type"]?.string {
        case "tool-calls": return await use(message, conversation, with: request.agent)
        case "assistant-request": return try await assistant(for: conversation, request)
        case "end-of-call-report":
            let summary = message["analysis"]?["summary"]?.string
            try await calls.end(conversation, of: request.agent, summary: summary)
        case "status-update" where message["status"] == "ended": try await calls.end(conversation, of: request.agent)
        // What else Vapi reports needs no answer.
        default: break
        }
        return [:]
    }

    private func use(_ message: JSONValue, _ conversation: PlatformCall, with agent: Agent) async -> JSONValue {
        let uses = (message["toolCallList"] ?? message["toolWithToolCallList"])?.array ?? []
        let start = ContinuousClock.now
        // Opened once for all of them. What is wrong with it, each of them says.
        if conversation.id != nil { _ = try? await calls.call(of: conversation, with: agent, on: .vapi) }
        let results = await withTaskGroup(of: (Int, JSONValue).self) { group in
            for (index, use) in uses.enumerated() {
                let use = VapiToolCall(use)
                guard index < Self.mostAtOnce else {
                    let say = "That was too much at once, so please use this one again by itself."
                    group.addTask { (index, use.result(Outcome(.refused, say: say))) }
                    continue
                }
                group.addTask {
                    let outcome = await calls.outcome(
                        of: use.name,
                        use.arguments,
                        in: conversation,
                        with: agent,
                        on: .vapi,
                        requestID: use.id.isEmpty ? nil : use.id,
                        since: start
                    )
                    return (index, use.result(outcome))
                }
            }
            return await group.reduce(into: [(Int, JSONValue)]()) { $0.append($1) }
        }
        return ["results": .array(results.sorted { $0.0 < $1.0 }.map(\.1))]
    }

    /// Who takes a call: the assistant that the address names, or one made for this call.
    private func assistant(for conversation: PlatformCall, _ request: VoiceRequest) async throws -> JSONValue {
        let call = try await calls.call(of: conversation, with: request.agent, on: .vapi)
        var answer = JSONObject()
        if let id = request.query["assistant"] {
            answer["assistantId"] = .string(id)
        } else {
            answer["assistant"] = AgentExport(request.agent, origin: request.origin).vapi(withServer: false)
        }
        answer["assistantOverrides"] = ["variableValues": .object(await calls.variables(of: call))]
        return .object(answer)
    }

    private static func conversation(in message: JSONValue) -> PlatformCall {
        let customer = message["customer"] ?? message["call"]?["customer"]
        return PlatformCall(
            id: message["call"]?["id"]?.string ?? message["chat"]?["id"]?.string,
            callerPhone: customer?["number"]?.string,
            callerTurns: CallerTurns.count(in: message["artifact"]?["messages"])
                // Before the first word there are no messages to count, but there will be.
                ?? (message["type"] == "assistant-request" ? 0 : nil)
        )
    }
}

/// A use of a tool, in any of the three forms that Vapi writes it.
struct VapiToolCall: Sendable {
    let id: String
    let name: String
    /// Nil when they can't be read.
    let arguments: JSONObject?

    init(_ json: JSONValue) {
        let call = json["toolCall"] ?? json
        let function = call["function"] ?? .null
        id = call["id"]?.string ?? ""
        name = function["name"]?.string ?? call["name"]?.string ?? ""
        arguments = (function["arguments"] ?? call["arguments"] ?? call["parameters"] ?? [:]).givenArguments
    }

    /// The result as Vapi takes it: an outcome's JSON has no line breaks.
    func result(_ outcome: Outcome) -> JSONValue {
        ["toolCallId": .string(id), "name": .string(name), "result": .string(outcome.told.serializedText())]
    }
}

extension JSONValue {
    /// Arguments that came as an object, or as its text; nil for anything else.
    var givenArguments: JSONObject? {
        switch self {
        case .null, "": [:]
        case .object(let object): object
        case .string(let text): (try? JSONValue(parsing: text))?.object
        default: nil
        }
    }
}

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    fileprivate static let vapiSignature = HTTPField.Name("X-Signature") ?? .server
    fileprivate static let vapiTimestamp = HTTPField.Name("X-Timestamp") ?? .server
}

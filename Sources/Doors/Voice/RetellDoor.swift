import Agents
import Calls
import HTTPTypes
import JSON
import Platforms
import Workspace

/// Retell's requests, all signed with its API key: uses of custom functions, the webhook before an inbound call, and
/// the events of calls.
struct RetellDoor: Sendable {
    let calls: VoiceCalls

    static func proof(in headers: HTTPFields) -> VoiceReader.Proof {
        guard let signature = headers[.retellSignature] else { return .none }
        return .signature { PlatformSignature.isRetell(signature, of: $0, key: $1, now: $2) }
    }

    func answer(_ request: VoiceRequest) async throws -> JSONValue {
        switch request.body["event"]?.string {
        case "call_inbound": return try await inbound(request)
        case "call_ended", "call_analyzed":
            let call = request.body["call"] ?? .null
            let summary = call["call_analysis"]?["call_summary"]?.string
            try await calls.end(Self.conversation(in: call), of: request.agent, summary: summary)
            return [:]
        // What else Retell reports needs no answer.
        case .some: return [:]
        case nil: break
        }
        let outcome = await calls.outcome(
            of: request.body["name"]?.string ?? "",
            (request.body["args"] ?? [:]).givenArguments,
            in: Self.conversation(in: request.body["call"] ?? .null),
            with: request.agent,
            on: .retell
        )
        return outcome.told
    }

    /// What the agent should know as it picks up. Where there is no call id yet, ours goes with it and comes back.
    private func inbound(_ request: VoiceRequest) async throws -> JSONValue {
        let inbound = request.body["call_inbound"] ?? .null
        let conversation = PlatformCall(
            id: inbound["call_id"]?.string,
            callerPhone: inbound["from_number"]?.string,
            callerTurns: 0
        )
        let call = try await calls.call(of: conversation, with: request.agent, on: .retell)
        return ["call_inbound": ["dynamic_variables": .object(await calls.variables(of: call))]]
    }

    private static func conversation(in call: JSONValue) -> PlatformCall {
        let isOutbound = call["direction"] == "outbound"
        return PlatformCall(
            id: call["call_id"]?.string,
            callerPhone: call[isOutbound ? "to_number" : "from_number"]?.string,
            callerTurns: turns(in: call),
            callID: call["retell_llm_dynamic_variables"]?["switchboard_call"]?.string
        )
    }

    /// Counted in the transcript in parts. In the one as text, whoever speaks can say that it was somebody else.
    private static func turns(in call: JSONValue) -> Int? {
        CallerTurns.count(in: call["transcript_object"]) ?? CallerTurns.count(in: call["transcript_with_tool_calls"])
    }
}

extension HTTPField.Name {
    // The name is well formed, so the other side of `??` is never taken.
    fileprivate static let retellSignature = HTTPField.Name("X-Retell-Signature") ?? .server
}

import Actions
import Agents
import Calls
import HTTPTypes
import JSON
import Platforms
import Workspace

/// ElevenLabs' requests: webhook tools, the webhook that personalises a call, and the event after one.
///
/// A tool's body is nothing but its arguments. What is trusted of the call comes in headers that the platform fills in.
struct ElevenLabsDoor: Sendable {
    let calls: VoiceCalls

    static func proof(in headers: HTTPFields) -> VoiceReader.Proof {
        .headers { VoiceReader.isSent($0, in: headers) }
    }

    static func eventProof(in headers: HTTPFields) -> VoiceReader.Proof {
        guard let signature = headers[.elevenLabsSignature] else { return .none }
        return .signature { PlatformSignature.isElevenLabs(signature, of: $0, secret: $1, now: $2) }
    }

    func use(_ request: VoiceRequest) async -> JSONValue {
        var arguments = request.body
        arguments[ToolSchema.elevenLabsHistory] = nil
        let conversation = PlatformCall(
            id: request.headers[.callID],
            callerPhone: request.headers[.callerPhone],
            callerTurns: CallerTurns.count(in: request.body[ToolSchema.elevenLabsHistory]),
            callID: request.headers[.switchboardCall]
        )
        let outcome = await calls.outcome(
            of: request.tool,
            arguments,
            in: conversation,
            with: request.agent,
            on: .elevenLabs
        )
        return outcome.told
    }

    /// Opens the call before the platform has an id of the conversation, often; ours goes with it and comes back.
    func start(_ request: VoiceRequest) async throws -> JSONValue {
        let id = request.body["conversation_id"]?.string ?? request.body["call_sid"]?.string
        guard let id, (1...200).contains(id.utf8.count) else {
            throw ProblemDetails(
                .unprocessableContent,
                "call_unknown",
                "Say which call this is, by conversation_id or call_sid, of 1 to 200 characters."
            )
        }
        let conversation = PlatformCall(id: id, callerPhone: request.body["caller_id"]?.string, callerTurns: 0)
        let call = try await calls.call(of: conversation, with: request.agent, on: .elevenLabs)
        return [
            "type": "conversation_initiation_client_data",
            "dynamic_variables": .object(await calls.variables(of: call)),
        ]
    }

    func note(_ request: VoiceRequest) async throws -> JSONValue {
        if request.body["type"] == "post_call_transcription" {
            let data = request.body["data"] ?? .null
            let variables = data["conversation_initiation_client_data"]?["dynamic_variables"] ?? .null
            let conversation = PlatformCall(
                id: data["conversation_id"]?.string,
                callerPhone: variables["system__caller_id"]?.string,
                callID: variables["switchboard_call"]?.string
            )
            let summary = data["analysis"]?["transcript_summary"]?.string
            try await calls.end(conversation, of: request.agent, summary: summary)
        }
        return [:]
    }
}

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    fileprivate static let switchboardCall = HTTPField.Name("X-Switchboard-Call") ?? .server
    fileprivate static let elevenLabsSignature = HTTPField.Name("ElevenLabs-Signature") ?? .server
}

import Agents
import Calls
import HTTPTypes
import JSON
import Platforms
import Workspace

/// Uses of tools from anything that can post JSON: frameworks such as LiveKit and Pipecat, and platforms without a door
/// of their own.
///
/// The envelope is the sender's, who is trusted; of the model's only what is in `arguments`.
struct GenericDoor: Sendable {
    let calls: VoiceCalls

    static func proof(in headers: HTTPFields) -> VoiceReader.Proof {
        .headers { VoiceReader.isSent($0, in: headers, as: ["X-Switchboard-Secret"]) }
    }

    func use(_ request: VoiceRequest) async -> JSONValue {
        let id = request.body["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let outcome = await calls.outcome(
            of: request.body["tool"]?.string ?? "",
            (request.body["arguments"] ?? [:]).givenArguments,
            in: Self.conversation(in: request.body),
            with: request.agent,
            on: .generic,
            requestID: id
        )
        var answer: JSONObject = [:]
        answer["id"] = id.map(JSONValue.string)
        for member in outcome.told.object ?? [:] { answer[member.key] = member.value }
        return .object(answer)
    }

    func start(_ request: VoiceRequest) async throws -> JSONValue {
        let conversation = Self.conversation(in: request.body)
        try Self.checkID(conversation)
        let call = try await calls.call(of: conversation, with: request.agent, on: .generic)
        return .object(await calls.variables(of: call))
    }

    func end(_ request: VoiceRequest) async throws -> JSONValue {
        let conversation = Self.conversation(in: request.body)
        try Self.checkID(conversation)
        try await calls.end(conversation, of: request.agent)
        return [:]
    }

    private static func conversation(in body: JSONObject) -> PlatformCall {
        let call = body["call"] ?? .null
        let turns = call["turns"] ?? .null
        return PlatformCall(
            id: call["id"]?.string,
            callerPhone: call["caller_phone"]?.string,
            callerTurns: turns.integer.flatMap { $0 >= 0 ? $0 : nil },
            reportsTurns: !turns.isNull || call["reports_turns"] == true
        )
    }

    private static func checkID(_ conversation: PlatformCall) throws(ProblemDetails) {
        guard let id = conversation.id, (1...200).contains(id.utf8.count) else {
            throw ProblemDetails(
                .unprocessableContent,
                "call_unknown",
                "Say which call this is: {\"call\": {\"id\": \"…\"}}, of 1 to 200 characters."
            )
        }
    }
}

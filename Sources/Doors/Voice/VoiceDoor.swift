import Calls
package import Foundation
import HTTPTypes
package import Hummingbird
import JSON
import Workspace

/// The way in for agents on voice platforms: what their tools post, and what they ask before a call.
///
/// Every answer to the use of a tool is 200 with the outcome in the platform's own shape, within the time its agents can
/// be silent. Only what is not certainly the platform's is refused.
package struct VoiceDoor: Sendable {
    package struct Configuration: Sendable {
        /// How long a platform waits for an answer.
        package var patience: Duration = Call.patience
        /// How long what a platform no longer waits for may go on.
        package var longestUse: Duration = .seconds(20)
        package var clock: @Sendable () -> Date = { Date() }

        package init() {}
    }

    private let reader: VoiceReader
    private let vapi: VapiDoor
    private let retell: RetellDoor
    private let elevenLabs: ElevenLabsDoor
    private let generic: GenericDoor

    package init(_ services: Services, admission: Admission, configuration: Configuration = Configuration()) {
        reader = VoiceReader(
            admission: admission,
            roster: services.roster,
            channels: services.channels,
            clock: configuration.clock
        )
        let calls = VoiceCalls(
            calls: services.calls,
            patience: configuration.patience,
            longestUse: configuration.longestUse
        )
        vapi = VapiDoor(calls: calls)
        retell = RetellDoor(calls: calls)
        elevenLabs = ElevenLabsDoor(calls: calls)
        generic = GenericDoor(calls: calls)
    }

    package func add(to router: Router<DoorContext>) {
        add("vapi/{agent_id}", to: router, from: .vapi, proof: VapiDoor.proof) { try await vapi.answer($0) }
        add("retell/{agent_id}", to: router, from: .retell, proof: RetellDoor.proof) { try await retell.answer($0) }
        let elevenLabsProof = ElevenLabsDoor.proof
        add("elevenlabs/{agent_id}/tools/{tool}", to: router, from: .elevenLabs, proof: elevenLabsProof) {
            await elevenLabs.use($0)
        }
        add("elevenlabs/{agent_id}/start", to: router, from: .elevenLabs, proof: elevenLabsProof) {
            try await elevenLabs.start($0)
        }
        add("elevenlabs/{agent_id}/events", to: router, from: .elevenLabs, proof: ElevenLabsDoor.eventProof) {
            try await elevenLabs.note($0)
        }
        let genericProof = GenericDoor.proof
        add("generic/{agent_id}/tools", to: router, from: .generic, proof: genericProof) { await generic.use($0) }
        add("generic/{agent_id}/start", to: router, from: .generic, proof: genericProof) {
            try await generic.start($0)
        }
        add("generic/{agent_id}/end", to: router, from: .generic, proof: genericProof) { try await generic.end($0) }
    }

    private func add(
        _ path: String,
        to router: Router<DoorContext>,
        from channel: Channel,
        proof: @escaping @Sendable (HTTPFields) -> VoiceReader.Proof,
        _ answer: @escaping @Sendable (VoiceRequest) async throws -> JSONValue
    ) {
        router.post(RouterPath("/voice/\(path)")) { request, context in
            let voice = try await reader.read(request, context, from: channel, proof: proof)
            return APIResponse(.ok, .json(try await answer(voice))).response
        }
    }
}

package import Calls
import JSON
import Workspace

/// Lets a language model speak with a caller and act in their call.
///
/// Every action the model asks for goes through the call's gate; what the caller and the CRM say comes back to the model
/// as data.
package actor Conversation {
    /// Something a listener can see or hear.
    package enum Event: Sendable {
        /// The next words the agent speaks.
        case said(String)
        /// The agent used an action.
        case used(Invocation)
        /// The agent has finished speaking and waits for the caller.
        case finished
    }

    /// A model that goes on for more responses than this in one turn is stopped.
    package static let maximumResponses = 8

    private let call: Call
    private let model: any LanguageModel
    private var transcript = Transcript()

    package init(in call: Call, with model: any LanguageModel) {
        self.call = call
        self.model = model
    }

    /// One turn of the agent.
    ///
    /// - Parameter heard: What the caller has said; nil when the agent speaks first.
    /// - Returns: What happens, as it happens. The stream fails when the model does.
    package nonisolated func turn(after heard: String?) -> AsyncThrowingStream<Event, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await self.take(heard) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func take(_ heard: String?, _ show: (Event) -> Void) async throws {
        if let heard {
            await call.callerSpoke()
            transcript.entries.append(.caller(heard))
        }
        for _ in 0..<Self.maximumResponses {
            let uses = try await respond(show)
            for use in uses {
                let invocation = await carryOut(use)
                transcript.entries.append(.outcome(use, invocation.outcome.json))
                show(.used(invocation))
            }
            if uses.isEmpty { break }
        }
        show(.finished)
    }

    /// One response of the model. Gives the actions it wants to use.
    private func respond(_ show: (Event) -> Void) async throws -> [ToolCall] {
        var text = ""
        var uses: [ToolCall] = []
        for try await event in model.response(to: transcript, tools: call.agent.actions.map(\.action)) {
            switch event {
            case .text(let words):
                text += words
                show(.said(words))
            case .use(let use):
                uses.append(use)
            }
        }
        transcript.entries.append(.agent(text: text, uses: uses))
        return uses
    }

    private func carryOut(_ use: ToolCall) async -> Invocation {
        guard use.name == Call.confirmAction else { return await call.invoke(use.name, use.arguments) }
        return await call.confirm(use.arguments["confirmation_id"]?.string ?? "", by: call.agent.id)
    }
}

import Actions
package import JSON
import SOQL

/// A model that plays the agent's part of a recorded conversation.
///
/// It goes through the very same loop as a real model: it only knows beforehand what it will say. What it can't know
/// beforehand, it reads from the outcomes it is given, as a real model does: `{{search_contact.Id}}`. `{{caller}}` is what
/// the caller said last.
package struct ScriptedModel: LanguageModel {
    /// One response: what is said, and then what is used.
    package struct Response: Sendable, Hashable {
        package var text: String
        package var uses: [Use]

        package init(_ text: String = "", uses: [Use] = []) {
            self.text = text
            self.uses = uses
        }
    }

    package struct Use: Sendable, Hashable {
        package var action: String
        package var arguments: JSONObject

        package init(_ action: String, _ arguments: JSONObject) {
            self.action = action
            self.arguments = arguments
        }
    }

    /// Why the script can't go on.
    package enum ScriptError: Error, CustomStringConvertible {
        case ended
        case unknownReference(String)

        package var description: String {
            switch self {
            case .ended: "The script has no more lines."
            case .unknownReference(let reference): "The script speaks of \(reference), which no outcome so far has."
            }
        }
    }

    private let responses: [Response]

    package init(_ responses: [Response]) { self.responses = responses }

    /// The names of the actions the script uses, in the order it comes to them.
    package var actions: [String] {
        var names: [String] = []
        for use in responses.flatMap(\.uses) where BuiltInTool(rawValue: use.action) == nil {
            if !names.contains(use.action) { names.append(use.action) }
        }
        return names
    }

    package func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        let events = Result { try self.events(after: request) }
        return AsyncThrowingStream { continuation in
            switch events {
            case .success(let events):
                for event in events { continuation.yield(event) }
                continuation.finish()
            case .failure(let error):
                continuation.finish(throwing: error)
            }
        }
    }

    private func events(after request: ModelRequest) throws -> [ModelEvent] {
        let position = request.transcript.entries.count { if case .agent = $0 { true } else { false } }
        guard responses.indices.contains(position) else { throw ScriptError.ended }
        let response = responses[position]
        let memory = Memory(of: request)
        var events: [ModelEvent] = []
        for word in try memory.filled(response.text).splitAfterSpaces { events.append(.text(word)) }
        for (index, use) in response.uses.enumerated() {
            var arguments = JSONObject()
            for argument in use.arguments { arguments[argument.key] = try memory.filled(argument.value) }
            events.append(.use(ToolCall(id: "use_\(position)_\(index)", name: use.action, arguments: arguments)))
        }
        return events
    }
}

/// What the outcomes of a conversation have told so far.
private struct Memory {
    private var outcomes: [String: JSONValue] = [:]
    private var heard = ""

    init(of request: ModelRequest) {
        for finding in request.findings { outcomes[finding.action] = finding.outcome }
        for entry in request.transcript.entries {
            switch entry {
            case .outcome(let use, let outcome): outcomes[use.name] = outcome
            case .caller(let words): heard = words
            case .agent: continue
            }
        }
    }

    func filled(_ value: JSONValue) throws -> JSONValue {
        if case .string(let text) = value { .string(try filled(text)) } else { value }
    }

    func filled(_ text: String) throws -> String {
        try Placeholder.split(text).map { segment in
            switch segment {
            case .text(let text): text
            case .placeholder(let placeholder): try self.text(of: placeholder.path)
            }
        }.joined()
    }

    private func text(of path: String) throws -> String {
        if path == "caller" { return heard }
        let action = path.prefix { $0 != "." && $0 != "[" }
        guard let outcome = outcomes[String(action)], let rest = ResultPath(path.dropFirst(action.count)) else {
            throw ScriptedModel.ScriptError.unknownReference(path)
        }
        for part in [outcome["result"], outcome] {
            guard let part, case .value(let value) = rest.resolve(in: part) else { continue }
            return value.string ?? value.serializedText()
        }
        throw ScriptedModel.ScriptError.unknownReference(path)
    }
}

extension String {
    /// The words with the spaces after them, as a model streams them.
    fileprivate var splitAfterSpaces: [String] {
        var words: [String] = []
        var word = ""
        for character in self {
            word.append(character)
            if character == " " {
                words.append(word)
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}

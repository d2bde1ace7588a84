import Crypto
import JSON
import Platforms

/// The question before a write, put to a person by the client.
struct PersonsQuestion: Sendable {
    /// What will happen, and whether it should.
    let say: String
    let callID: String
    let confirmationID: String

    /// What it is known by where the answer comes in a message of its own, which says nothing else of the call.
    var id: String { "\(callID).\(confirmationID)" }

    /// The call and the confirmation that the id of a question stands for; nil when it is none.
    static func parts(of id: JSONValue) -> (callID: String, confirmationID: String)? {
        let parts = (id.string ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// What the client shows: the sentence, and a box to tick.
    func form(in revision: MCPRevision) -> JSONObject {
        var form: JSONObject = [:]
        if revision >= .offered { form["mode"] = "form" }
        form["message"] = .string(say)
        form["requestedSchema"] = [
            "type": "object",
            "properties": ["confirm": ["type": "boolean", "title": "Yes, go ahead"]],
            "required": ["confirm"],
        ]
        return form
    }
}

/// What a person has said to a question.
enum PersonsAnswer: Sendable {
    case yes, no

    /// Nil when the form was not filled in as it has to be.
    init?(_ json: JSONValue?) {
        switch json?["action"]?.string {
        case "accept":
            guard let isYes = json?["content"]?["confirm"]?.boolean else { return nil }
            self = isYes ? .yes : .no
        case "decline", "cancel": self = .no
        default: return nil
        }
    }
}

/// What a client carries from a question to the answer: which question, about which use of a tool in which call.
struct QuestionState: Sendable {
    let callID: String
    let confirmationID: String
    private let use: String

    init(_ question: PersonsQuestion, about tool: String, _ arguments: JSONObject, in call: CallName) {
        callID = question.callID
        confirmationID = question.confirmationID
        use = Self.digest(of: tool, arguments, in: call)
    }

    init?(_ text: String, of agentID: String, _ seal: MCPSeal) {
        guard let value = seal.open(text, .question, for: agentID), let callID = value["call"]?.string,
            let confirmationID = value["confirmation"]?.string, let use = value["use"]?.string
        else { return nil }
        self.callID = callID
        self.confirmationID = confirmationID
        self.use = use
    }

    func sealed(for agentID: String, _ seal: MCPSeal) throws(RPCError) -> String {
        try seal.seal(
            ["call": .string(callID), "confirmation": .string(confirmationID), "use": .string(use)],
            .question,
            for: agentID
        )
    }

    func isAbout(_ tool: String, _ arguments: JSONObject, in call: CallName) -> Bool {
        use == Self.digest(of: tool, arguments, in: call)
    }

    private static func digest(of tool: String, _ arguments: JSONObject, in call: CallName) -> String {
        let name = call.id.map(JSONValue.string) ?? .null
        let text: JSONValue = [name, .string(tool), JSONValue.object(arguments).inKeyOrder]
        return SHA256.hash(data: text.serialized()).prefix(16).hexadecimalText
    }
}

extension JSONValue {
    /// The same value, whatever order a client has its members in.
    fileprivate var inKeyOrder: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.inKeyOrder))
        case .object(let object):
            var ordered = JSONObject()
            for key in object.keys.sorted() { ordered[key] = object[key]?.inKeyOrder }
            return .object(ordered)
        default: return self
        }
    }
}

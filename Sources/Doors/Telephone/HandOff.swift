import Agents
import Calls
import JSON

/// What whoever goes on with a call should know of it.
struct HandOff: Equatable, Sendable {
    /// The call, as it is known here.
    var callID: String
    /// Why the conversation ended, in a word.
    var reason: String
    /// Whether a person takes over.
    var isToPerson: Bool
    var summary: String?

    init(callID: String, reason: String, isToPerson: Bool, summary: String?) {
        self.callID = callID
        self.reason = reason
        self.isToPerson = isToPerson
        self.summary = summary
    }

    /// Longer than this nobody listens to.
    private static let summaryLength = 600

    init(_ ending: Ending, of callID: String, after invocations: [Invocation]) {
        self.init(
            callID: callID,
            reason: ending.cause.rawValue,
            isToPerson: ending.handsOff,
            summary: ending.handsOff ? Self.summary(of: invocations) : nil
        )
    }

    /// What the agent leaves to be known; else what was done.
    static func summary(of invocations: [Invocation]) -> String {
        let ending = invocations.last { $0.action == BuiltInTool.endCall.rawValue }
        if let words = ending?.arguments["summary"]?.string, !words.isEmpty {
            return String(words.prefix(summaryLength))
        }
        let done = invocations.filter { $0.outcome.written == .yes && !$0.outcome.isReplayed }.map(\.outcome.say)
        return done.isEmpty
            ? "Nothing was changed in this call."
            : String("Done in this call: \(done.joined(separator: " "))".prefix(summaryLength))
    }

    var json: JSONValue {
        var object: JSONObject = [
            "call_id": .string(callID), "reason": .string(reason), "hand_off": .boolean(isToPerson),
        ]
        object["summary"] = summary.map(JSONValue.string)
        return .object(object)
    }

    init?(_ text: String) {
        guard let json = try? JSONValue(parsing: text), let callID = json["call_id"]?.string,
            let reason = json["reason"]?.string, let isToPerson = json["hand_off"]?.boolean
        else { return nil }
        self.init(callID: callID, reason: reason, isToPerson: isToPerson, summary: json["summary"]?.string)
    }
}

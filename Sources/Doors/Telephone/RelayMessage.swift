import JSON

/// What the relay tells of a call.
///
/// Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
enum RelayMessage: Equatable, Sendable {
    /// The first message: which call it is.
    case setup(callSID: String, parameters: JSONObject)
    /// The caller has said this.
    case prompt(String)
    /// The caller cut in; what they had heard by then, where it is known.
    case interrupt(heard: String?)
    case key(Character)
    /// What was said starts to be heard, or has been heard.
    case agentSpeaks(Bool)
    /// The relay could not do something.
    case error
    /// A part of what is still being said, or something newer than this program.
    case other

    /// - Returns: Nil for what is no message.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text), let type = value["type"]?.string else { return nil }
        switch type {
        case "setup":
            guard let callSID = value["callSid"]?.string else { return nil }
            self = .setup(callSID: callSID, parameters: value["customParameters"]?.object ?? [:])
        case "prompt":
            guard let words = value["voicePrompt"]?.string else { return nil }
            self = value["last"]?.boolean ?? true ? .prompt(words) : .other
        case "interrupt": self = .interrupt(heard: value["utteranceUntilInterrupt"]?.string)
        case "dtmf":
            guard let digit = value["digit"]?.string, digit.count == 1, let key = digit.first else { return nil }
            self = .key(key)
        case "info" where value["name"]?.string == "agentSpeaking":
            self = .agentSpeaks(value["value"]?.string == "on")
        case "error": self = .error
        default: self = .other
        }
    }
}

/// What the relay is told.
enum RelayCommand: Sendable {
    /// The next words to speak. The last of what is said together lets the caller speak.
    case text(String, isLast: Bool)
    /// The relay lets go of the call, which goes on where the markup says.
    case end(HandOff)

    var text: String {
        let message: JSONValue
        switch self {
        case .text(let words, let isLast):
            message = ["type": "text", "token": .string(words), "last": .boolean(isLast)]
        case .end(let handOff):
            message = ["type": "end", "handoffData": .string(handOff.json.serializedText())]
        }
        return message.serializedText()
    }
}

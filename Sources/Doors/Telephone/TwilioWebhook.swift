import Actions
import Workspace

/// A signed request of Twilio about a call, and what it is answered.
struct TwilioWebhook: Sendable {
    /// How often a broken connection is made anew.
    static let attempts = 2

    let agent: Agent
    let form: Form
    /// The company's own wishes for this number stand in the address that Twilio asks.
    let query: Form
    /// How Twilio reaches this server.
    let origin: String

    var callSID: String? { form["CallSid"].flatMap { $0.utf8.count <= 100 ? $0 : nil } }

    /// The number at the other end, whoever has called; nil when it is withheld.
    var callerPhone: String? {
        let isOutbound = form["Direction"]?.hasPrefix("outbound") ?? false
        guard let number = form[isOutbound ? "To" : "From"], number.hasPrefix("+"), !Self.withheld.contains(number),
            PhoneNumber(number) != nil
        else { return nil }
        return number
    }

    /// What stands for a number that is not told: the letters of ANONYMOUS, RESTRICTED, UNAVAILABLE and UNKNOWN on a
    /// keypad.
    private static let withheld: Set<String> = ["+266696687", "+7378742883", "+86282452253", "+8656696"]

    /// How often the connection was made anew.
    var attempt: Int { query["attempt"].flatMap { Int($0) } ?? 0 }

    /// What of the relay the company may set for a number, by the relay's own names.
    ///
    /// Source: https://www.twilio.com/docs/voice/conversationrelay/conversationrelay-noun
    private static let wishes = [
        "welcomeGreeting", "language", "ttsLanguage", "ttsProvider", "voice", "transcriptionLanguage",
        "transcriptionProvider", "speechModel", "interruptSensitivity", "hints", "profanityFilter",
    ]
    private static let personNumber = "handOff"

    /// Connects the call with the conversation.
    func connecting(_ callID: String, attempt: Int) -> TwiML {
        let wishes = Self.wishes.compactMap { name in query[name].map { (name: name, value: $0) } }
        let path = "/twilio/\(agent.id)"
        var relay: [(name: String, value: String)] = [
            ("url", "ws\(origin.dropFirst(4))\(path)/relay"), ("dtmfDetection", "true"), ("interruptible", "any"),
            ("events", "speaker-events"),
        ]
        // A caller whose connection broke has been greeted.
        relay += attempt == 0 ? wishes : wishes.filter { $0.name != "welcomeGreeting" }
        var next = [("call", callID), ("attempt", String(attempt))]
        next += (wishes.map { ($0.name, $0.value) } + [(Self.personNumber, query[Self.personNumber] ?? "")])
            .filter { !$0.1.isEmpty }
        var parameters = [TwiML.Element("Parameter", [("name", "call"), ("value", callID)])]
        if attempt == 0, let greeting = query["welcomeGreeting"] {
            parameters.append(TwiML.Element("Parameter", [("name", "greeting"), ("value", greeting)]))
        }
        return TwiML([
            .init(
                "Connect",
                [("action", address("\(path)/ended", next))],
                [.init("ConversationRelay", relay, parameters)]
            )
        ])
    }

    /// Connects the caller with a person, who hears first what it is about.
    func handingOver(_ callID: String) -> TwiML {
        guard let number = query[Self.personNumber] else {
            return .saying("I'm sorry, nobody is here to take your call. Please call again later.")
        }
        let summary = address("/twilio/\(agent.id)/summary", [("call", callID)])
        return TwiML([.init("Dial", [], [.init("Number", [("url", summary)], text: number)])])
    }

    private func address(_ path: String, _ items: [(String, String)]) -> String {
        var query: [UInt8] = []
        for (name, value) in items {
            query += "\(query.isEmpty ? "?" : "&")\(name)=".utf8
            PercentCoding.encode(value, into: &query)
        }
        return origin + path + String(decoding: query, as: UTF8.self)
    }
}

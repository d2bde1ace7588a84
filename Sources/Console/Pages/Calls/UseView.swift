import Actions
import Calls
import JSON

/// One use of an action in a call, as the timeline shows it.
struct UseView: Sendable {
    struct Argument: Sendable {
        let name: String
        let value: String
    }

    /// A record of the CRM, and where to find everything that was done with it.
    struct Record: Sendable {
        let id: String
        let path: String

        init(_ id: String) {
            self.id = id
            path = .address("/audit", [("record_id", id)])
        }
    }

    let number: Int
    /// The action, in words where the agent asked for one without a name.
    let action: String
    /// What a yes was given to; nil for anything else.
    let confirms: String?
    let arguments: [Argument]
    let requests: [SentRequestView]
    let outcome: OutcomeView
    let say: String
    let took: String
    let isReplayed: Bool
    let notes: [String]
    /// What came back, made small; nil when nothing did.
    let result: String?
    let records: [Record]

    /// The longest value, body or result that is shown whole, in characters; the audit trail has all of it.
    static let longest = 4000
    /// What all its texts together may take of a page, in bytes.
    private static let mostWeight = 28_000

    /// About how many bytes of a page it takes.
    var weight: Int {
        var texts = arguments.map(\.value) + notes + [say, result ?? ""]
        for request in requests { texts += [request.path, request.body ?? ""] + request.query.map(\.value) }
        return 1200 + texts.map(\.weight).reduce(0, +) + 60 * arguments.count + 150 * records.count
    }

    init(_ invocation: Invocation, confirms: String?) {
        let texts =
            invocation.arguments.count + invocation.outcome.notes.count + 2
            + invocation.requests.map { $0.query.count + 2 }.reduce(0, +)
        let share = Self.mostWeight / max(5, texts)
        self.confirms = confirms
        number = invocation.number
        action = invocation.action.named(otherwise: "an action without a name")
        arguments = invocation.arguments.map {
            Argument(name: $0.key, value: Self.text($0.value).clipped(to: Self.longest, weight: share))
        }
        requests = invocation.requests.map { SentRequestView($0, weight: share) }
        outcome = OutcomeView(invocation.outcome)
        say = invocation.outcome.say.clipped(to: Self.longest, weight: share)
        took = "\(invocation.duration.wholeMilliseconds) ms"
        isReplayed = invocation.outcome.isReplayed
        notes = invocation.outcome.notes.map { $0.clipped(to: Self.longest, weight: share) }
        result = invocation.outcome.result.map { $0.prettyPrinted().clipped(to: Self.longest, weight: share) }
        records = Self.records(in: invocation.outcome.result)
    }

    static func text(_ value: JSONValue) -> String { value.string ?? value.serializedText() }

    /// The ids of the records in a result, the first few.
    private static func records(in result: JSONValue?) -> [Record] {
        let records = result?["records"]?.array ?? [result ?? .null]
        return records.prefix(10).compactMap { $0["Id"]?.string }.map(Record.init)
    }
}

/// A request that was sent to the CRM, as people read it: decoded, and exact.
struct SentRequestView: Sendable {
    struct Item: Sendable {
        let name: String
        let value: String
    }

    let method: String
    /// For the colour of the method.
    let methodTone: String
    let path: String
    let query: [Item]
    let body: String?

    /// - Parameter weight: What each of its texts may take of a page, in bytes.
    init(_ request: CRMRequest, weight: Int = .max) {
        method = request.method.rawValue
        methodTone = request.method.rawValue.lowercased()
        path = request.path.clipped(to: UseView.longest, weight: weight)
        query = request.query.map { Item(name: $0.name, value: $0.value.clipped(to: UseView.longest, weight: weight)) }
        body = request.body?.prettyPrinted().clipped(to: UseView.longest, weight: weight)
    }
}

/// How a use ended, in a few words.
struct OutcomeView: Sendable {
    let text: String
    let tone: String
    /// Whether anything was written; nil when nothing was, and nobody would think so.
    let written: String?

    init(_ outcome: Outcome) {
        (text, tone) = Self.words(for: outcome.status)
        written =
            switch outcome.written {
            case .no: nil
            case .yes: "written"
            case .soon: "will be written"
            case .perhaps: "perhaps written"
            }
    }

    static func words(for status: Outcome.Status) -> (text: String, tone: String) {
        switch status {
        case .completed: ("done", "good")
        case .confirmationRequired: ("waits for a yes", "warn")
        case .verificationRequired: ("must prove who they are", "warn")
        case .invalid: ("wrong arguments", "bad")
        case .ambiguous: ("several match", "warn")
        case .notFound: ("nothing found", "idle")
        case .refused: ("refused", "bad")
        case .unavailable: ("CRM not available", "bad")
        case .queued: ("kept for later", "warn")
        case .uncertain: ("being checked", "warn")
        }
    }
}

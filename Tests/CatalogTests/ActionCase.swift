import Calls
import JSON
import SandboxOrg
import Testing

/// One use of an action of the catalogue, and what must come of it.
struct ActionCase: Sendable, CustomTestStringConvertible {
    /// An argument, or the field of a record that is made for a case.
    indirect enum Argument: Sendable {
        case value(JSONValue)
        /// The id of the demo company's only record of a kind for which a condition holds.
        case id(String, String)
        /// The id of a record made for this case alone.
        case new(String, [String: Argument])
    }

    let action: String
    let title: String
    let arguments: [String: Argument]
    let status: Outcome.Status
    /// The sentence for the caller. `{CaseNumber}` stands for a member of the result.
    let say: String
    /// What the caller is asked first; nil to leave that open.
    let asks: String?
    /// What the result holds, perhaps among more.
    let result: JSONValue
    /// What queries find in the org afterwards. `{Id}` stands for a member of the result, `{record_id}` for an
    /// argument.
    let leaves: [(query: String, rows: JSONValue)]

    init(
        _ action: String,
        _ title: String,
        _ arguments: [String: Argument] = [:],
        _ status: Outcome.Status = .completed,
        says say: String,
        asks: String? = nil,
        result: JSONValue = [:],
        leaves: KeyValuePairs<String, JSONValue> = [:]
    ) {
        self.action = action
        self.title = title
        self.arguments = arguments
        self.status = status
        self.say = say
        self.asks = asks
        self.result = result
        self.leaves = leaves.map { ($0.key, $0.value) }
    }

    var testDescription: String { "\(action) \(title)" }
}

extension ActionCase.Argument: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    init(stringLiteral value: String) { self = .value(.string(value)) }
    init(integerLiteral value: Int) { self = .value(.number(JSONNumber(value))) }
    init(floatLiteral value: Double) { self = .value(JSONValue(floatLiteral: value)) }
    init(booleanLiteral value: Bool) { self = .value(.boolean(value)) }
}

extension ActionCase {
    /// Makes the records the case needs, uses the action in a call of its own and compares.
    func check(on org: DemoOrg) async throws {
        let arguments = try await org.values(of: arguments)
        let use = await (try CallFixture(on: org)).run(action, arguments)
        let outcome = use.outcome
        #expect(outcome.status == status, "\(outcome.json.serializedText())")
        let found = outcome.result ?? [:]
        #expect(outcome.say == filled(say, with: [found.object ?? [:]]))
        #expect(SpokenSentence(text: outcome.say).faults.isEmpty, "\(outcome.say)")
        if let question = use.question {
            if let asks { #expect(question.say == asks) }
            // A question that leaves nothing out is as long as what it is about.
            #expect(SpokenSentence(text: question.say, limit: 600).faults.isEmpty, "\(question.say)")
        }
        #expect(found.covers(result), "\(found.serializedText())")
        for (query, rows) in leaves {
            let query = filled(query, with: [arguments, found.object ?? [:]])
            let left = try await org.rows(query)
            #expect(left.covers(rows), "\(query): \(left.serializedText())")
        }
    }

    private func filled(_ text: String, with objects: [JSONObject]) -> String {
        var text = text
        for member in objects.joined() {
            guard let value = member.value.string else { continue }
            text.replace("{\(member.key)}", with: value)
        }
        return text
    }
}

extension DemoOrg {
    /// The arguments as an agent would give them; what they need is made.
    func values(of arguments: [String: ActionCase.Argument]) async throws -> JSONObject {
        var object = JSONObject()
        for (name, argument) in arguments.sorted(by: { $0.key < $1.key }) {
            object[name] = try await value(of: argument)
        }
        return object
    }

    private func value(of argument: ActionCase.Argument) async throws -> JSONValue {
        switch argument {
        case .value(let value): value
        case .id(let object, let condition): .string(try await id(of: object, where: condition))
        case .new(let object, let fields):
            .string(try await sandbox.org.create(object, .object(try await values(of: fields))))
        }
    }
}

extension JSONValue: ExpressibleByFloatLiteral {
    package init(floatLiteral value: Double) { self = JSONNumber(value).map(JSONValue.number) ?? .null }
}

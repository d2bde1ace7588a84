import Actions
import Doors
import JSON
import Workspace

/// What an action would send, for people: the requests, what goes when a value is missing, and what becomes of
/// characters that mean something.
struct PreviewView: Sendable {
    struct QueryItem: Sendable {
        let name: String
        let value: ColouredText
    }

    struct Request: Sendable {
        let method: String
        let methodTone: String
        let path: String
        let query: [QueryItem]
        let body: ColouredText?
        /// The request line as it is sent; nil when it is that above to the letter.
        let line: String?

        init(_ request: CRMRequest) {
            method = request.method.rawValue
            methodTone = method.lowercased()
            path = request.path
            query = request.query.map { item in
                // Only these two resources take statements.
                let isStatement =
                    item.name == "q"
                    && ["query", "queryAll", "search"].contains { name in
                        request.segments.contains(name)
                    }
                let value = isStatement ? ColouredText(statement: item.value) : ColouredText(path: item.value)
                return QueryItem(name: item.name, value: value)
            }
            body = request.body.map { ColouredText(json: $0.prettyPrinted()) }
            line = request.target == request.path ? nil : "\(method) \(request.target)"
        }

        /// All that is not the same in another request, in one line for each place.
        func parts(notIn other: Request?) -> [String] {
            guard let other else { return ["\(method) \(path)"] }
            var parts = path == other.path ? [] : [path]
            for item in query {
                guard let others = other.query.first(where: { $0.name == item.name }) else {
                    parts.append("\(item.name)=\(item.value.text)")
                    continue
                }
                parts += item.value.parts(notIn: others.value)
            }
            if let body { parts += body.parts(notIn: other.body ?? ColouredText(json: "")) }
            // The commas between members are nobody's loss.
            return parts.map { $0.trimmed { $0 == "," || $0 == " " } }.filter { !$0.isEmpty }
        }
    }

    /// What happens when a value is not there.
    struct Missing: Sendable {
        let name: String
        /// What is left out of the request.
        let parts: [String]
        /// Why nothing is sent at all; nil when it is.
        let stop: String?
    }

    /// What becomes of characters that mean something where a value goes.
    struct Escaped: Sendable {
        let name: String
        /// Where the value goes, with what it becomes.
        let parts: [String]
        /// Why such a value is refused; nil when it is taken.
        let stop: String?
    }

    let action: ActionView
    let requests: [Request]
    let notes: [String]
    /// Why nothing would be sent for the sample values; nil when something is.
    let refused: String?
    let missing: [Missing]
    let escaped: [Escaped]
    /// A value with every character that means something somewhere.
    let trickyValue = Self.trickyValue

    private static let trickyValue = #"O'Brien 100%_ \ "x""#

    /// - Parameter callerPhone: Empty for a withheld number.
    init(_ action: Action, samples given: [String: String], callerPhone: String) {
        self.action = ActionView(action)
        let preview = ActionPreview(action, assumingResults: true)
        var variables: [Variable: String] = [
            .callID: "call_0123456789abcdef", .employeeID: "agt_0123456789abcdef",
        ]
        if !callerPhone.isEmpty { variables[.callerPhone] = callerPhone }
        let samples = SampleValues(for: action, given: given, fillsIn: true).arguments
        let whole = preview.answer(to: samples, variables: variables)
        let requests = whole.requests.map(Request.init)
        self.requests = requests
        notes = whole.notes
        refused = whole.refused

        var missing = action.parameters.filter { $0.defaultValue == nil && samples[$0.name] != nil }.map { parameter in
            var fewer = samples
            fewer[parameter.name] = nil
            let answer = preview.answer(to: fewer, variables: variables)
            let left = answer.requests.map(Request.init)
            let parts = requests.enumerated().flatMap { index, request in
                request.parts(notIn: index < left.count ? left[index] : nil)
            }
            return Missing(name: parameter.name, parts: answer.refused == nil ? parts : [], stop: answer.refused)
        }
        variables[.callerPhone] = nil
        if let refused = preview.answer(to: samples, variables: variables).refused, refused != whole.refused {
            missing.append(Missing(name: Variable.callerPhone.rawValue, parts: [], stop: refused))
        }
        self.missing = missing
        if !callerPhone.isEmpty { variables[.callerPhone] = callerPhone }
        escaped = action.parameters.compactMap { parameter in
            guard parameter.type == .string, parameter.allowedValues.isEmpty, samples[parameter.name] != nil else {
                return nil
            }
            var other = samples
            let value = parameter.maximumLength.map { String(Self.trickyValue.prefix($0)) } ?? Self.trickyValue
            other[parameter.name] = .string(value)
            let answer = preview.answer(to: other, variables: variables)
            let changed = answer.requests.map(Request.init).enumerated().flatMap { index, request in
                request.parts(notIn: index < requests.count ? requests[index] : nil)
            }
            guard answer.refused != nil || !changed.isEmpty else { return nil }
            return Escaped(name: parameter.name, parts: changed.uniqued, stop: answer.refused)
        }
    }
}

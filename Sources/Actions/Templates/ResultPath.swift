package import JSON

/// The way to a value inside a result: `.Id`, `.Account.Name`, `.records[1].Id`.
package struct ResultPath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case member(String)
        case element(Int)
    }

    package var steps: [Step]

    /// Reads a path that starts with a dot or a bracket; nil when it is none.
    package init?(_ text: some StringProtocol) {
        var steps: [Step] = []
        var rest = Substring(text)
        while let first = rest.first {
            rest.removeFirst()
            switch first {
            case ".":
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                guard !name.isEmpty else { return nil }
                steps.append(.member(String(name)))
                rest = rest.dropFirst(name.count)
            case "[":
                guard let close = rest.firstIndex(of: "]"), let index = Int(rest[..<close]), index >= 0 else {
                    return nil
                }
                steps.append(.element(index))
                rest = rest[rest.index(after: close)...]
            default:
                return nil
            }
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
    }

    /// The path as it is written: `.records[1].Id`.
    package var description: String {
        steps.map { step in
            switch step {
            case .member(let name): ".\(name)"
            case .element(let index): "[\(index)]"
            }
        }.joined()
    }

    /// What a path leads to.
    package enum Destination: Hashable, Sendable {
        case value(JSONValue)
        /// The result has no record at all.
        case noRecord
        /// The path needs one record and the result has several.
        case severalRecords(Int)
        /// The record has no such member.
        case nowhere
    }

    /// Follows the path. On the result of a query, a bare field reads the single record.
    package func resolve(in result: JSONValue) -> Destination {
        var value = result
        if case .member(let name) = steps[0], value.member(name) == nil, let records = value.records {
            // What is shown of a result may be less than what was found.
            let count = max(records.count, value.member("totalSize")?.integer ?? 0)
            guard count > 0, let only = records.first else { return .noRecord }
            guard count == 1 else { return .severalRecords(count) }
            value = only
        }
        for step in steps {
            switch step {
            case .member(let name):
                guard let member = value.member(name) ?? (name == "records" ? value.records.map(JSONValue.array) : nil)
                else { return .nowhere }
                value = member
            case .element(let index):
                guard let element = value[index] else { return value.array == nil ? .nowhere : .noRecord }
                value = element
            }
        }
        return value.isNull ? .nowhere : .value(value)
    }
}

extension JSONValue {
    /// The records of a query's or a search's result.
    fileprivate var records: [JSONValue]? { member("records")?.array ?? member("searchRecords")?.array }

    /// A member whatever the case of its name: Salesforce says `id` when it creates and `Id` when it reads.
    fileprivate func member(_ name: String) -> JSONValue? {
        guard let object else { return nil }
        if let exact = object[name] { return exact }
        return object.members.first { $0.key.lowercased() == name.lowercased() }?.value
    }
}

package import JSON
import SOQL

extension Action {
    /// Whether what it finds can only have been found by the number the caller calls from.
    ///
    /// Nothing a model says may be part of the condition, and a limit of one would hide that several people share it.
    package var findsCaller: Bool {
        guard let query = callerQuery else { return false }
        if case .number(let limit)? = query.limit, limit < 2 { return false }
        return query.offset == nil && query.condition.map(\.isCallersNumber) ?? false
    }

    /// Whether callers are recognised by it as a call opens: what it finds has to show the number it was found by.
    package var recognisesCallers: Bool {
        guard runsAtCallStart, findsCaller, let query = callerQuery, let condition = query.condition else {
            return false
        }
        let searched = condition.subjects
        return query.selection.contains { item in
            if case .field(let path, _) = item { searched.contains(path.text.lowercased()) } else { false }
        }
    }

    private var callerQuery: Query? {
        guard !isWrite, parameters.isEmpty, requests.count == 1,
            case .query(let query)? = requests[0].template.soleQuery
        else { return nil }
        return query
    }
}

extension Action {
    /// The other actions of the call whose results it needs; ``Reference/previousAction`` for whichever ran last.
    package var neededResults: Set<String> {
        var names: Set<String> = []
        for request in requests {
            for binding in request.template.bindings.values {
                if case .result(let action, _) = binding.reference { names.insert(action ?? Reference.previousAction) }
            }
        }
        return names
    }
}

extension Condition {
    /// Whether it holds only where some field has the caller's number.
    fileprivate var isCallersNumber: Bool {
        switch self {
        case .any(let members): members.allSatisfy(\.isCallersNumber)
        case .comparison(let comparison):
            if case .literal(.string(let pattern)) = comparison.value, comparison.operator == .like {
                pattern.onlyPlaceholder
                    == Placeholder(Variable.callerPhone.rawValue, filters: [Filter.phone.rawValue])
            } else {
                false
            }
        case .all, .not: false
        }
    }
}

extension Condition {
    /// The fields it compares, in lower case.
    fileprivate var subjects: Set<String> {
        switch self {
        case .all(let members), .any(let members): members.reduce(into: []) { $0.formUnion($1.subjects) }
        case .not(let member): member.subjects
        case .comparison(let comparison):
            if case .field(let path) = comparison.subject { [path.text.lowercased()] } else { [] }
        }
    }
}

extension RequestTemplate {
    fileprivate var soleQuery: QueryValue? { query.count == 1 ? query[0].value : nil }

    /// The fields it writes whose values are not arguments, with those values that the template itself has.
    package var membersBesideParameters: [(key: String, constant: JSONValue?)] {
        guard case .object(let members)? = body else { return [] }
        return members.compactMap { member in
            if case .constant(let value) = member.value { return (member.key, value) }
            let isFromParameters = member.value.placeholders.allSatisfy { placeholder, _ in
                if case .parameter? = bindings[placeholder]?.reference { true } else { false }
            }
            return isFromParameters ? nil : (member.key, nil)
        }
    }

    /// Whether the record in its path comes from the result of an earlier action.
    package var takesRecordFromResult: Bool {
        segments.contains { segment in
            segment.placeholders.contains { if case .result? = bindings[$0]?.reference { true } else { false } }
        }
    }
}

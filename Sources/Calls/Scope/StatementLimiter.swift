import SOQL

/// Ties a query or a search to the caller's records: what comes back can be nobody else's, whatever it asks for.
///
/// Every object that is read, also in subqueries, gets the condition that its records are the caller's. Where the
/// statement follows a relationship to another customer's kind of record, it gets the condition that this one is the
/// caller's as well, or none.
struct StatementLimiter {
    let records: CallersRecords
    /// The ids of the caller's notes and files; nil when they were not looked up.
    let documents: [String]?
    let table: ObjectTable

    enum Failure: Error {
        case refusal(LimitRefusal)
        case needsDocuments
    }

    private static let documentPrefix = "069"

    func limited(_ query: Query) throws(Failure) -> Query {
        let source = try source(of: query)
        return try limited(query, try object(source.path.text), alias: source.alias, isPart: false)
    }

    func limited(_ search: Search) throws(Failure) -> Search {
        guard !search.returning.isEmpty else {
            throw .refusal(.unlimitable("a search that doesn't say what it returns"))
        }
        var limited = search
        limited.returning = []
        for returning in search.returning {
            let object = try object(returning.object.text)
            var reach = try StatementReach(from: object, alias: nil, table: table)
            var kept = returning
            kept.fields = try selection(
                returning.fields.isEmpty ? [.field("Id", alias: nil)] : returning.fields,
                &reach
            )
            kept.condition = try condition(returning.condition, &reach)
            try visit(returning.ordering, &reach)
            kept.condition = try tie(object, isPart: false).and(ties(reach.steps)).and(kept.condition)
            limited.returning.append(kept)
        }
        return limited
    }

    /// The condition that a record of this kind is the caller's, to be asked where a path leads; nil where it needs none.
    func tie(_ object: OwnedObject, at path: [Name] = [], isPart: Bool) throws(Failure) -> Condition? {
        if isPart { return nil }
        switch object.belonging {
        case .toCompany: return nil
        case .toLinkedRecords:
            guard let documents else { throw .needsDocuments }
            let field: Name = object.owningReference.map { Name($0) } ?? "Id"
            let made = records.known.made.filter { $0.hasPrefix(Self.documentPrefix) }
            return .isOne(of: documents + made, FieldPath(path + [field]))
        case .toCustomer:
            let condition = ownTie(object, at: path)
            guard condition != nil || !path.isEmpty else { throw .refusal(.noTie) }
            return condition
        }
    }

    /// The conditions of which one must hold for a customer's record to be the caller's.
    private func ownTie(_ object: OwnedObject, at path: [Name]) -> Condition? {
        var ids: [(field: FieldPath, ids: [String])] = []
        func note(_ field: FieldPath, _ id: String) {
            if let index = ids.firstIndex(where: { $0.field == field }) {
                if !ids[index].ids.contains(id) { ids[index].ids.append(id) }
            } else {
                ids.append((field, [id]))
            }
        }
        for field in object.contactFields { note(field, records.contactID) }
        if let accountID = records.accountID {
            for field in object.accountFields { note(field, accountID) }
        }
        for id in records.known.made {
            if object.isFoundByReferenceOnly, let reference = object.owningReference, !id.hasPrefix(Self.documentPrefix)
            {
                note(FieldPath([Name(reference)]), id)
            } else if !object.isFoundByReferenceOnly, id.hasPrefix(object.prefix) {
                note("Id", id)
            }
        }
        let conditions = ids.map { Condition.isOne(of: $0.ids, FieldPath(path + $0.field.names)) }
        return conditions.count > 1 ? .any(conditions) : conditions.first
    }

    /// The conditions that what is reached over relationships is the caller's too, or not there.
    func ties(_ steps: [StatementReach.Step]) throws(Failure) -> Condition? {
        var condition: Condition?
        for step in steps {
            let isAbsent = Condition.comparison(Comparison(.field(step.reference), .equal, .literal(.null)))
            let tie = try tie(step.object, at: step.path, isPart: false)
            condition = condition.and(tie.map { .any([isAbsent] + $0.alternatives) } ?? isAbsent)
        }
        return condition
    }

    /// The condition that a customer's record is the caller's, with all that must be theirs about it.
    func fullTie(_ object: OwnedObject) throws(Failure) -> Condition? {
        let reach = try StatementReach(from: object, alias: nil, table: table)
        return try tie(object, isPart: false).and(ties(reach.steps))
    }

    /// The condition that what must be the caller's about a record is theirs, whatever makes the record itself theirs.
    func ownersTie(_ object: OwnedObject) throws(Failure) -> Condition? {
        try ties(StatementReach(from: object, alias: nil, table: table).steps)
    }

    // MARK: Queries

    private func limited(
        _ query: Query,
        _ object: OwnedObject,
        alias: Name?,
        isPart: Bool
    ) throws(Failure) -> Query {
        var reach = try StatementReach(from: object, alias: alias?.text, table: table)
        var limited = query
        reach.isGrouped = query.grouping != nil
        limited.selection = try selection(query.selection, &reach)
        limited.condition = try condition(query.condition, &reach)
        limited.having = try condition(query.having, &reach)
        if case .condition(let with)? = query.with { _ = try condition(with, &reach) }
        for key in query.grouping?.keys ?? [] { try visit(key, &reach) }
        try visit(query.ordering, &reach)
        limited.condition = try tie(object, isPart: isPart).and(ties(reach.steps)).and(limited.condition)
        return limited
    }

    private func source(of query: Query) throws(Failure) -> Query.Source {
        guard query.sources.count == 1, query.sources[0].path.names.count == 1 else {
            throw .refusal(.unlimitable("a query with several names after FROM"))
        }
        return query.sources[0]
    }

    private func object(_ name: String) throws(Failure) -> OwnedObject {
        guard let object = table[name: name] else { throw .refusal(.unknownObject(name)) }
        return object
    }

    // MARK: What is selected

    private func selection(
        _ items: [Query.SelectItem],
        _ reach: inout StatementReach
    ) throws(Failure) -> [Query.SelectItem] {
        var kept: [Query.SelectItem] = []
        // What takes the place of a relationship to several kinds of records.
        var references: [FieldPath] = []
        for item in items {
            switch item {
            case .field(let path, _):
                if let reference = try reach.reference(insteadOf: path) {
                    references.append(reference)
                } else {
                    kept.append(item)
                }
            case .function(let call, _):
                try visit(.function(call), &reach)
                kept.append(item)
            case .typeOf(let typeOf):
                guard let reference = try reach.reference(insteadOf: FieldPath(typeOf.subject.names + ["Name"])) else {
                    throw .refusal(.unlimitable("TYPEOF of \(typeOf.subject.text)"))
                }
                references.append(reference)
            case .subquery(let query):
                kept.append(.subquery(try children(query, of: reach.object)))
            }
        }
        for reference in references where !kept.contains(where: { $0.selects(reference) }) {
            kept.append(.field(reference, alias: nil))
        }
        return kept
    }

    private func children(_ query: Query, of object: OwnedObject) throws(Failure) -> Query {
        let source = try source(of: query)
        let relationship = source.path.text
        switch object.child(relationship) {
        case .object(let name)?: return try limited(query, try self.object(name), alias: source.alias, isPart: false)
        case .part(let name)?: return try limited(query, try self.object(name), alias: source.alias, isPart: true)
        case nil: throw .refusal(.unknownRelationship(relationship, of: object.name))
        }
    }

    // MARK: Conditions

    private func condition(_ condition: Condition?, _ reach: inout StatementReach) throws(Failure) -> Condition? {
        switch condition {
        case nil: return nil
        case .all(let members)?: return .all(try members.map { member throws(Failure) in try part(member, &reach) })
        case .any(let members)?: return .any(try members.map { member throws(Failure) in try part(member, &reach) })
        case .not(let member)?: return .not(try part(member, &reach))
        case .comparison(var comparison)?:
            try visit(comparison.subject, &reach)
            comparison.value = try value(comparison.value)
            return .comparison(comparison)
        }
    }

    private func part(_ member: Condition, _ reach: inout StatementReach) throws(Failure) -> Condition {
        try condition(member, &reach) ?? member
    }

    private func value(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .subquery(let query): return .subquery(try limited(query))
        case .list(let values): return .list(try values.map { element throws(Failure) in try self.value(element) })
        case .literal, .placeholder: return value
        }
    }

    // MARK: Fields

    private func visit(_ ordering: [Ordering], _ reach: inout StatementReach) throws(Failure) {
        for key in ordering { try visit(key.key, &reach) }
    }

    private func visit(_ expression: Expression, _ reach: inout StatementReach) throws(Failure) {
        switch expression {
        case .field(let path): try reach.visit(path)
        case .function(let call):
            for case .expression(let argument) in call.arguments { try visit(argument, &reach) }
        }
    }
}

extension Query.SelectItem {
    fileprivate func selects(_ path: FieldPath) -> Bool {
        if case .field(let selected, _) = self {
            selected.text.lowercased() == path.text.lowercased()
        } else {
            false
        }
    }
}

extension Condition {
    /// A field has one of the ids. Without any, nothing fulfils it.
    static func isOne(of ids: [String], _ field: FieldPath) -> Condition {
        let values = ids.map { Value.literal(.string(StringLiteral($0))) }
        return switch values.count {
        case 0: .comparison(Comparison(.field(field), .equal, .literal(.null)))
        case 1: .comparison(Comparison(.field(field), .equal, values[0]))
        default: .comparison(Comparison(.field(field), .in, .list(values)))
        }
    }

    /// What stands beside it in an OR.
    fileprivate var alternatives: [Condition] {
        if case .any(let members) = self { members } else { [self] }
    }
}

extension Condition? {
    /// Both conditions, as far as there are any.
    func and(_ other: Condition?) -> Condition? {
        guard let self else { return other }
        guard let other else { return self }
        return .all(self.members + other.members)
    }
}

extension Condition {
    fileprivate var members: [Condition] {
        if case .all(let members) = self { members } else { [self] }
    }
}

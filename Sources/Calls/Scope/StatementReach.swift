import SOQL

/// The records a statement reaches from those it is about: every relationship it follows.
struct StatementReach {
    /// A relationship to one record that belongs to a customer of its own.
    struct Step: Hashable {
        /// The relationships that lead to the record.
        let path: [Name]
        /// The field that holds its id.
        let reference: FieldPath
        let object: OwnedObject

        static func == (left: Step, right: Step) -> Bool { left.reference == right.reference }
        func hash(into hasher: inout Hasher) { hasher.combine(reference) }
    }

    let object: OwnedObject
    private let alias: String?
    private let table: ObjectTable
    private(set) var steps: [Step] = []
    private var ownerCount = 0
    /// Whether only what is grouped by can be selected.
    var isGrouped = false

    init(from object: OwnedObject, alias: String?, table: ObjectTable) throws(StatementLimiter.Failure) {
        // What such a name means before a dot, only the org could say.
        if let alias, object.parent(alias) != nil {
            throw .refusal(.unlimitable("a query that calls its object \(alias), which is a relationship of it"))
        }
        self.object = object
        self.alias = alias?.lowercased()
        self.table = table
        try noteOwners(of: object, at: [])
        ownerCount = steps.count
    }

    /// What it reaches beyond what must be the caller's about every record of the object.
    var furtherSteps: [Step] { Array(steps.dropFirst(ownerCount)) }

    /// Takes note of a path in a condition, an order or a function.
    mutating func visit(_ path: FieldPath) throws(StatementLimiter.Failure) {
        guard try follow(path) == nil else { throw .refusal(.mixedRelationship(path.text)) }
    }

    /// Takes note of a path that is selected.
    ///
    /// - Returns: The field to select in its place; nil when it can stay.
    mutating func reference(insteadOf path: FieldPath) throws(StatementLimiter.Failure) -> FieldPath? {
        let reference = try follow(path)
        guard reference == nil || !isGrouped else { throw .refusal(.mixedRelationship(path.text)) }
        return reference
    }

    /// Follows a path as far as it can be followed.
    ///
    /// - Returns: The field with the id of a record of one of several kinds, when the path goes on from there.
    private mutating func follow(_ path: FieldPath) throws(StatementLimiter.Failure) -> FieldPath? {
        var names = path.names[...]
        if names.count > 1, let first = names.first?.text.lowercased(),
            first == alias || (first == object.name.lowercased() && object.parent(first) == nil)
        {
            names = names.dropFirst()
        }
        guard let field = names.popLast() else { return nil }
        var object = object
        var followed: [Name] = []
        for (index, relationship) in names.enumerated() {
            let reference = FieldPath(followed + [relationship.reference])
            followed.append(relationship)
            switch object.parent(relationship.text) {
            case .object(let name)?:
                object = try self.object(name)
                try note(Step(path: followed, reference: reference, object: object))
            case .part(let name)?:
                object = try self.object(name)
            case .mixed?:
                // What kind of record it is, and its id, tell nothing about it.
                let isLast = index == names.count - 1
                return isLast && ["type", "id"].contains(field.text.lowercased()) ? nil : reference
            case nil:
                throw .refusal(.unknownRelationship(relationship.text, of: object.name))
            }
        }
        return nil
    }

    private mutating func note(_ step: Step) throws(StatementLimiter.Failure) {
        guard step.object.belonging != .toCompany, !steps.contains(step) else { return }
        steps.append(step)
        try noteOwners(of: step.object, at: step.path)
    }

    private mutating func noteOwners(of object: OwnedObject, at path: [Name]) throws(StatementLimiter.Failure) {
        for owner in object.owners.map({ Name($0) }) {
            guard case .object(let name)? = object.parent(owner.text) else { continue }
            let reference = FieldPath(path + [owner.reference])
            try note(Step(path: path + [owner], reference: reference, object: try self.object(name)))
        }
    }

    private func object(_ name: String) throws(StatementLimiter.Failure) -> OwnedObject {
        guard let object = table[name: name] else { throw .refusal(.unknownObject(name)) }
        return object
    }
}

extension Name {
    /// The field that holds what a relationship leads to: `AccountId` for `Account`, `Plant__c` for `Plant__r`.
    fileprivate var reference: Name {
        Name(text.lowercased().hasSuffix("__r") ? String(text.dropLast()) + "c" : text + "Id")
    }
}

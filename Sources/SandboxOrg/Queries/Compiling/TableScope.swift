import SOQL

/// The object a query reads, and the related objects its fields reach through joins.
struct TableScope {
    /// The most relationships a field path may follow.
    static let maximumDepth = 5
    /// The most relationships all field paths of a query may follow together.
    private static let maximumJoins = 55

    let schema: Schema
    let object: ObjectDefinition
    /// What the SQL calls the object's table.
    let table = "t"
    /// The joins that the fields resolved so far need.
    private(set) var joins: [SQLFragment] = []
    private var tableByPath: [String: String] = [:]
    private var pathByAlias: [String: [Name]] = [:]

    /// Where a path has got to.
    private enum Place {
        case record(ObjectDefinition, table: String)
        case oneOf([ObjectDefinition], id: SQLFragment)
    }

    init(_ object: ObjectDefinition, in schema: Schema) {
        self.schema = schema
        self.object = object
    }

    /// Lets a name stand for a path from the query's object; an empty path is the object itself.
    mutating func define(alias: Name, for path: [Name]) {
        pathByAlias[alias.text.lowercased()] = path
    }

    /// Finds a field and joins what its path goes through.
    mutating func resolve(_ path: FieldPath) throws(QueryFault) -> ResolvedField {
        try resolve(expandingAlias(path.names), at: path.position, from: .record(object, table: table), key: "")
    }

    /// Finds a field of one of the objects that a polymorphic relationship may lead to.
    mutating func resolve(
        _ path: FieldPath,
        of target: ObjectDefinition,
        referredToBy reference: RelationshipStep,
        key: String
    ) throws(QueryFault) -> ResolvedField {
        let joined = try join(target, on: reference.id, key: "\(key)#\(target.name)")
        return try resolve(
            path.names,
            at: path.position,
            from: .record(target, table: joined),
            key: "\(key)#\(target.name)"
        )
    }

    /// Finds a relationship that may lead to several objects: what `TYPEOF` needs.
    mutating func resolvePolymorphic(
        _ path: FieldPath
    ) throws(QueryFault) -> (steps: [RelationshipStep], targets: [ObjectDefinition]) {
        let names = expandingAlias(path.names)
        var place = Place.record(object, table: table)
        var key = ""
        var steps: [RelationshipStep] = []
        for name in names {
            let (step, next) = try follow(name, from: place, key: &key, at: path.position)
            steps.append(step)
            place = next
        }
        switch place {
        case .oneOf(let targets, _): return (steps, targets)
        case .record(let object, _): return (steps, [object])
        }
    }

    /// Drops the alias or the object's own name from the front of a path, or replaces it by what it stands for.
    func expandingAlias(_ names: [Name]) -> [Name] {
        guard names.count > 1, let first = names.first else { return names }
        let rest = Array(names.dropFirst())
        if let path = pathByAlias[first.text.lowercased()] { return expandingAlias(path + rest) }
        let isObjectName = first.text.lowercased() == object.name.lowercased()
        return isObjectName && object.reference(named: first.text) == nil ? rest : names
    }

    private mutating func resolve(
        _ names: [Name],
        at position: SourcePosition,
        from start: Place,
        key startKey: String
    ) throws(QueryFault) -> ResolvedField {
        guard let fieldName = names.last else { throw .malformed("unexpected token: '.'", at: position) }
        var place = start
        var key = startKey
        var steps: [RelationshipStep] = []
        guard names.count <= Self.maximumDepth + 1 else {
            throw .noSuchRelationship(names[Self.maximumDepth], at: position)
        }
        for name in names.dropLast() {
            let (step, next) = try follow(name, from: place, key: &key, at: position)
            steps.append(step)
            place = next
        }
        switch place {
        case .oneOf(let targets, let id):
            let definition = PolymorphicName.definition
            guard let field = definition.field(fieldName.text) else {
                throw .noSuchColumn(fieldName, on: definition.name, at: position)
            }
            let expression = PolymorphicName.expression(of: field, id: id, among: targets)
            return ResolvedField(
                steps: steps,
                field: field,
                object: definition,
                table: nil,
                expression: expression,
                position: position
            )
        case .record(let object, let table):
            guard let field = object.field(fieldName.text) else {
                throw .noSuchColumn(fieldName, on: object.name, at: position)
            }
            let expression = try expression(of: field, table: table, from: place, key: key, at: position)
            return ResolvedField(
                steps: steps,
                field: field,
                object: object,
                table: table,
                expression: expression,
                position: position
            )
        }
    }

    private mutating func expression(
        of field: FieldDefinition,
        table: String,
        from place: Place,
        key: String,
        at position: SourcePosition
    ) throws(QueryFault) -> SQLFragment {
        guard field.type != .address else { return "NULL" }
        guard let formula = field.formula else { return "\(name: table).\(name: field.name)" }
        let names = formula.split(separator: ".").map { Name(String($0)) }
        return try resolve(names, at: position, from: place, key: key).expression
    }

    private mutating func follow(
        _ name: Name,
        from place: Place,
        key: inout String,
        at position: SourcePosition
    ) throws(QueryFault) -> (RelationshipStep, Place) {
        let found: (reference: FieldDefinition, table: String)? =
            switch place {
            case .record(let object, let table): object.reference(named: name.text).map { ($0, table) }
            case .oneOf(let targets, let id): try sharedReference(named: name, among: targets, id: id, key: key)
            }
        guard let found, let relationship = found.reference.relationshipName else {
            throw .noSuchRelationship(name, at: position)
        }
        let id: SQLFragment = "\(name: found.table).\(name: found.reference.name)"
        key += "." + relationship
        let targets = found.reference.referenceTo.compactMap { schema.object($0) }
        if found.reference.referenceTo.count > 1 {
            return (RelationshipStep(key: relationship, id: id, object: nil), .oneOf(targets, id: id))
        }
        guard let target = targets.first else { throw .noSuchRelationship(name, at: position) }
        let joined = try join(target, on: id, key: key)
        return (RelationshipStep(key: relationship, id: id, object: target.name), .record(target, table: joined))
    }

    /// The relationships of `Name`: an owner's profile and role, which only one of the targets has.
    private mutating func sharedReference(
        named name: Name,
        among targets: [ObjectDefinition],
        id: SQLFragment,
        key: String
    ) throws(QueryFault) -> (FieldDefinition, String)? {
        guard ["profile", "userrole"].contains(name.text.lowercased()) else { return nil }
        for target in targets {
            guard let reference = target.reference(named: name.text) else { continue }
            return (reference, try join(target, on: id, key: "\(key)#\(target.name)"))
        }
        return nil
    }

    private mutating func join(
        _ target: ObjectDefinition,
        on id: SQLFragment,
        key: String
    ) throws(QueryFault) -> String {
        if let table = tableByPath[key] { return table }
        guard joins.count < Self.maximumJoins else {
            throw .malformed("A query can follow at most \(Self.maximumJoins) relationships to parents")
        }
        let table = "j\(joins.count)"
        joins.append("LEFT JOIN \(name: target.name) AS \(name: table) ON \(name: table).\"Id\" = \(id)")
        tableByPath[key] = table
        return table
    }
}

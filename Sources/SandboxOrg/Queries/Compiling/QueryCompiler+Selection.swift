import GRDB
import SOQL

extension QueryCompiler {
    private static let maximumSubqueries = 20

    /// Compiles what a query selects of each row.
    mutating func select(_ items: [Query.SelectItem], of query: Query) throws(QueryFault) -> RecordShape {
        let object = scope.object
        var shape = RecordShape(kind: .record(object.name))
        guard items.count(where: { if case .subquery = $0 { true } else { false } }) <= Self.maximumSubqueries else {
            throw .malformed("A query can have at most \(Self.maximumSubqueries) subqueries for children")
        }
        if object.field("Id") != nil { shape.idColumn = add("\(name: scope.table).\"Id\"") }
        for item in items {
            switch item {
            case .field(let path, let alias):
                if let alias {
                    throw .malformed("only aggregate expressions use field aliasing", at: alias.position)
                }
                try insert(try scope.resolve(path), into: &shape)
            case .function(let call, let alias):
                try select(call, alias: alias, of: query, into: &shape)
            case .subquery(let children):
                let member = try self.children(children, of: query)
                guard !shape.members.contains(where: { $0.key == member.key }) else {
                    throw .malformed("Cannot follow the same aggregate relationship twice: \(member.key)")
                }
                shape.members.append(member)
            case .typeOf(let choice):
                try select(choice, into: &shape)
            }
        }
        return shape
    }

    /// Adds a column to the statement.
    mutating func add(_ expression: SQLFragment) -> Int {
        columns.append(expression)
        return columns.count - 1
    }

    private mutating func select(
        _ call: FunctionCall,
        alias: Name?,
        of query: Query,
        into shape: inout RecordShape
    ) throws(QueryFault) {
        if call.name.text.uppercased() == "FIELDS" {
            for field in try QueryRules.fields(named: call, of: scope.object, in: query) {
                let path = FieldPath([Name(field.name, position: call.name.position)])
                try insert(try scope.resolve(path), into: &shape)
            }
            return
        }
        let operand = try operand(.function(call))
        if operand.isDistance {
            let content = RecordShape.Content.value(column: add(operand.expression), type: operand.type)
            let unnamed = shape.members.count { $0.key.hasPrefix("expr") }
            let key = alias?.text ?? "expr\(unnamed)"
            return try Self.append(.init(key: key, content: content), to: &shape, path: key)
        }
        guard let field = operand.standsFor, DatePart(rawValue: call.name.text.uppercased()) == nil else {
            throw QueryFault(
                .invalidField,
                "Field must be grouped or aggregated: \(operand.name)",
                at: call.name.position
            )
        }
        let content: RecordShape.Content
        switch operand.presentation {
        case .plain: content = .value(column: add(operand.expression), type: operand.type)
        case .label(let labels): content = .label(column: add(field.expression), labels: labels)
        case .formatted: content = .formatted(column: add(operand.expression), type: operand.type)
        }
        if let alias {
            try Self.append(.init(key: alias.text, content: content), to: &shape, path: alias.text)
        } else {
            let member = RecordShape.Member(key: field.field.name, content: content)
            try insert(member, along: field.steps[...], into: &shape, path: field.path)
        }
    }

    private mutating func insert(
        _ field: ResolvedField,
        skipping depth: Int = 0,
        into shape: inout RecordShape
    ) throws(QueryFault) {
        let member = RecordShape.Member(key: field.field.name, content: content(of: field))
        try insert(member, along: field.steps.dropFirst(depth), into: &shape, path: field.path)
    }

    private mutating func content(of field: ResolvedField) -> RecordShape.Content {
        switch field.field.type {
        case .address:
            var parts: [String: Int] = [:]
            for (_, part) in RecordRenderer.addressParts(of: field.field, in: field.object) {
                parts[part.name] = add("\(name: field.table ?? scope.table).\(name: part.name)")
            }
            return .address(field.field, of: field.object, columns: parts)
        case .base64:
            // Only whether there is data is shown, so it is not read.
            let column = add("CASE WHEN \(field.expression) IS NULL THEN NULL ELSE 1 END")
            return .field(column: column, field.field, of: field.object.name)
        default:
            return .field(column: add(field.expression), field.field, of: field.object.name)
        }
    }

    private mutating func insert(
        _ member: RecordShape.Member,
        along steps: ArraySlice<RelationshipStep>,
        into shape: inout RecordShape,
        path: String
    ) throws(QueryFault) {
        guard let step = steps.first else { return try Self.append(member, to: &shape, path: path) }
        let index = shape.members.firstIndex { $0.key == step.key }
        var parent: RecordShape
        if let index {
            guard case .parent(let existing) = shape.members[index].content else { throw Self.duplicate(path) }
            parent = existing
        } else {
            parent = RecordShape(kind: step.object.map(RecordShape.Kind.record) ?? .named, idColumn: add(step.id))
        }
        try insert(member, along: steps.dropFirst(), into: &parent, path: path)
        if let index {
            shape.members[index].content = .parent(parent)
        } else {
            shape.members.append(.init(key: step.key, content: .parent(parent)))
        }
    }

    private static func append(
        _ member: RecordShape.Member,
        to shape: inout RecordShape,
        path: String
    ) throws(QueryFault) {
        guard !shape.members.contains(where: { $0.key == member.key }) else { throw duplicate(path) }
        shape.members.append(member)
    }

    private static func duplicate(_ path: String) -> QueryFault {
        QueryFault(.invalidField, "duplicate field selected: \(path)")
    }

    private mutating func select(_ choice: Query.TypeOf, into shape: inout RecordShape) throws(QueryFault) {
        let (steps, targets) = try scope.resolvePolymorphic(choice.subject)
        guard let reference = steps.last else { throw .noSuchRelationship("TYPEOF", at: choice.subject.position) }
        let path = steps.map(\.key).joined(separator: ".")
        let idColumn = add(reference.id)
        var shapes: [String: RecordShape] = [:]
        for branch in choice.branches {
            let name = branch.type.text.lowercased()
            guard let target = targets.first(where: { $0.name.lowercased() == name }) else {
                throw .noSuchObject(branch.type)
            }
            var branchShape = RecordShape(kind: .typed, idColumn: idColumn)
            for fieldPath in branch.fields {
                let field = try scope.resolve(fieldPath, of: target, referredToBy: reference, key: path)
                try insert(field, into: &branchShape)
            }
            shapes[target.name] = branchShape
        }
        var otherwise: RecordShape?
        if !choice.otherwise.isEmpty {
            var shape = RecordShape(kind: .named, idColumn: idColumn)
            for fieldPath in choice.otherwise {
                let field = try scope.resolve(FieldPath(choice.subject.names + fieldPath.names))
                try insert(field, skipping: steps.count, into: &shape)
            }
            otherwise = shape
        }
        let content = RecordShape.Content.typeOf(idColumn: idColumn, shapes, otherwise: otherwise)
        try insert(.init(key: reference.key, content: content), along: steps.dropLast(), into: &shape, path: path)
    }

    /// Compiles a subquery for the children of each row.
    private func children(_ query: Query, of parent: Query) throws(QueryFault) -> RecordShape.Member {
        let depth: Int
        switch role {
        case .main: depth = 1
        case .children(_, let parentDepth, _): depth = parentDepth + 1
        case .record, .semiJoin, .search:
            throw .malformed("unexpected token: '('", at: query.sources.first?.path.position)
        }
        let allowedDepth = context.majorVersion < 58 ? 1 : TableScope.maximumDepth
        guard depth <= allowedDepth else {
            throw .malformed(
                "SOQL statements cannot query aggregate relationships more than \(allowedDepth) level away from the root "
                    + "entity object."
            )
        }
        let names = scope.expandingAlias(query.sources.first?.path.names ?? [])
        let position = query.sources.first?.path.position ?? .start
        guard names.count == 1, let relationship = scope.object.childRelationship(named: names[0].text),
            let key = relationship.relationshipName, let child = schema.object(relationship.childObject)
        else {
            throw .noSuchChildRelationship(names.map(\.text).joined(separator: "."), at: position)
        }
        let role = Role.children(of: scope.object, depth: depth, parentIsSingle: parent.limit == .number(1))
        var compiler = QueryCompiler(child, role: role, schema: schema, context: context)
        let column: SQLFragment = "\(name: compiler.scope.table).\(name: relationship.field)"
        let compiled = try compiler.compile(query, restrictedTo: "\(column) = \(value: DatabaseValue.null)")
        var standalone = query
        standalone.sources[0].path = FieldPath([Name(child.name)])
        return .init(key: key, content: .children(compiled, standalone))
    }
}

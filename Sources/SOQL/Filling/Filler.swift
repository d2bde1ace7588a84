/// Fills the holes of a tree.
///
/// Filling replaces nodes by nodes; no text is ever parsed again. Whatever a value contains, the shape of the query is
/// the template's own, less what was pruned.
struct Filler<Failure: Error> {
    /// What a part of the tree became.
    enum Part<Node> {
        case filled(Node)
        case pruned
        case unusable(Placeholder, reason: String)
    }

    let fill: (Hole) throws(Failure) -> Filling
    /// What stops filling for reasons of the tree, in the caller's own error type.
    let refuse: (FillingError) -> Failure

    // MARK: Conditions

    func condition(_ condition: Condition) throws(Failure) -> Part<Condition> {
        switch condition {
        case .all(let members): return try group(members, isAll: true)
        case .any(let members): return try group(members, isAll: false)
        case .not(let inner):
            switch try self.condition(inner) {
            case .filled(let filled): return .filled(.not(filled))
            case let other: return other
            }
        case .comparison(let comparison):
            return try self.comparison(comparison)
        }
    }

    private func group(_ members: [Condition], isAll: Bool) throws(Failure) -> Part<Condition> {
        var kept: [Condition] = []
        var unusable: Part<Condition>?
        for member in members {
            switch try condition(member) {
            // Instead of finding what its value stands for, it would find all that fulfils the rest of it.
            case .filled(let filled) where !isAll && member.hasLostValues(in: filled): break
            case .filled(let filled): kept.append(filled)
            case .pruned: break
            case .unusable(let placeholder, let reason):
                unusable = .unusable(placeholder, reason: reason)
                if isAll { return .unusable(placeholder, reason: reason) }
            }
        }
        if let joined = Condition.joined(kept, isAll: isAll) { return .filled(joined) }
        return unusable ?? .pruned
    }

    private func comparison(_ comparison: Comparison) throws(Failure) -> Part<Condition> {
        let value: Part<Value>
        switch comparison.operator {
        case .like: value = try self.value(comparison.value, in: .pattern)
        case .in, .notIn, .includes, .excludes: value = try self.value(comparison.value, in: .list)
        default: value = try self.value(comparison.value, in: .single)
        }
        switch value {
        case .filled(let value):
            let subject = try expression(comparison.subject)
            return .filled(.comparison(Comparison(subject, comparison.operator, value)))
        case .pruned: return .pruned
        case .unusable(let placeholder, let reason): return .unusable(placeholder, reason: reason)
        }
    }

    // MARK: Values

    private enum ValueContext {
        case single, pattern, list
    }

    private func value(_ value: Value, in context: ValueContext) throws(Failure) -> Part<Value> {
        switch value {
        case .literal(let literal):
            switch try self.literal(literal, isPattern: context == .pattern) {
            case .filled(let literal): return .filled(.literal(literal))
            case .pruned: return .pruned
            case .unusable(let placeholder, let reason): return .unusable(placeholder, reason: reason)
            }
        case .list(let elements):
            var kept: [Value] = []
            for element in elements {
                switch try listElements(element) {
                case .filled(let values): kept += values
                case .pruned: break
                case .unusable(let placeholder, let reason): return .unusable(placeholder, reason: reason)
                }
            }
            return kept.isEmpty ? .pruned : .filled(.list(kept))
        case .subquery(let query):
            let filled = try self.query(query)
            // It would stand for many more records than it was written for.
            return query.hasLostValues(in: filled) ? .pruned : .filled(.subquery(filled))
        case .placeholder(let placeholder):
            return try literals(for: placeholder, context == .list ? .listElements : .literal) { literals in
                context == .list ? .list(literals.map(Value.literal)) : literals.first.map(Value.literal)
            }
        }
    }

    private func listElements(_ element: Value) throws(Failure) -> Part<[Value]> {
        if case .placeholder(let placeholder) = element {
            return try literals(for: placeholder, .listElements) { $0.map(Value.literal) }
        }
        switch try value(element, in: .single) {
        case .filled(let value): return .filled([value])
        case .pruned: return .pruned
        case .unusable(let placeholder, let reason): return .unusable(placeholder, reason: reason)
        }
    }

    private func literals<Node>(
        for placeholder: Placeholder,
        _ kind: Hole.Kind,
        _ build: ([Literal]) -> Node?
    ) throws(Failure) -> Part<Node> {
        switch try fill(Hole(placeholder, kind)) {
        case .literals(let literals) where !literals.isEmpty:
            guard let node = build(literals) else { throw refuse(.missing(placeholder)) }
            return .filled(node)
        case .unusable(let reason): return .unusable(placeholder, reason: reason)
        case .nothing, .literals: return .pruned
        case .text, .pattern, .count: throw refuse(.unusable(placeholder, reason: "is not a literal"))
        }
    }

    private func literal(_ literal: Literal, isPattern: Bool) throws(Failure) -> Part<Literal> {
        switch literal {
        case .string(let string):
            switch try self.string(string, isPattern: isPattern) {
            case .filled(let string): return .filled(.string(string))
            case .pruned: return .pruned
            case .unusable(let placeholder, let reason): return .unusable(placeholder, reason: reason)
            }
        case .dateLiteral(let name, .placeholder(let placeholder)?):
            switch try fill(Hole(placeholder, .count)) {
            case .count(let count): return .filled(.dateLiteral(name, .number(count)))
            case .unusable(let reason): return .unusable(placeholder, reason: reason)
            default: return .pruned
            }
        default:
            return .filled(literal)
        }
    }

    /// A string with a hole that got no value goes as a whole.
    private func string(_ string: StringLiteral, isPattern: Bool) throws(Failure) -> Part<StringLiteral> {
        guard string.hasPlaceholder else { return .filled(string) }
        var filled = StringLiteral("")
        for piece in string.pieces {
            guard case .placeholder(let placeholder) = piece else {
                filled.append(piece)
                continue
            }
            let kind: Hole.Kind = isPattern ? .pattern(isWhole: string.pieces.count == 1) : .text
            switch try fill(Hole(placeholder, kind)) {
            case .text(let text) where isPattern: filled.appendLiterally(text)
            case .text(let text): filled.append(.text(text))
            case .pattern(let pattern) where isPattern: for piece in pattern.pieces { filled.append(piece) }
            case .nothing: return .pruned
            case .unusable(let reason): return .unusable(placeholder, reason: reason)
            case .pattern, .literals, .count: throw refuse(.unusable(placeholder, reason: "is not text"))
            }
        }
        return .filled(filled)
    }

    // MARK: Names and numbers

    func name(_ name: Name) throws(Failure) -> Name {
        guard case .placeholder(let placeholder) = name.content else { return name }
        switch try fill(Hole(placeholder, .name)) {
        case .text(let text): return Name(text, position: name.position)
        case .unusable(let reason): throw refuse(.unusable(placeholder, reason: reason))
        default: throw refuse(.missing(placeholder))
        }
    }

    func path(_ path: FieldPath) throws(Failure) -> FieldPath {
        guard path.hasPlaceholder else { return path }
        var names: [Name] = []
        for name in path.names { names.append(try self.name(name)) }
        return FieldPath(names)
    }

    func expression(_ expression: Expression) throws(Failure) -> Expression {
        switch expression {
        case .field(let path): return .field(try self.path(path))
        case .function(let call): return .function(try function(call))
        }
    }

    func function(_ call: FunctionCall) throws(Failure) -> FunctionCall {
        var arguments: [FunctionCall.Argument] = []
        for argument in call.arguments {
            switch argument {
            case .expression(let expression): arguments.append(.expression(try self.expression(expression)))
            case .literal(let literal):
                guard case .filled(let literal) = try self.literal(literal, isPattern: false) else {
                    throw refuse(.missing(firstPlaceholder(of: literal)))
                }
                arguments.append(.literal(literal))
            case .placeholder(let placeholder):
                guard case .literals(let literals) = try fill(Hole(placeholder, .literal)), literals.count == 1 else {
                    throw refuse(.missing(placeholder))
                }
                arguments.append(.literal(literals[0]))
            }
        }
        return FunctionCall(try name(call.name), arguments)
    }

    private func firstPlaceholder(of literal: Literal) -> Placeholder {
        switch literal {
        case .string(let string):
            for case .placeholder(let placeholder) in string.pieces { return placeholder }
        case .dateLiteral(_, .placeholder(let placeholder)?):
            return placeholder
        default: break
        }
        return Placeholder("")
    }

    /// A count without a value takes its clause with it.
    func count(_ count: Count?) throws(Failure) -> Count? {
        guard case .placeholder(let placeholder)? = count else { return count }
        switch try fill(Hole(placeholder, .count)) {
        case .count(let number): return .number(number)
        case .nothing: return nil
        case .unusable(let reason): throw refuse(.unusable(placeholder, reason: reason))
        case .text, .pattern, .literals: throw refuse(.unusable(placeholder, reason: "is not a whole number"))
        }
    }
}

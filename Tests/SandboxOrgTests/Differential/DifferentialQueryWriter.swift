import Foundation

@testable import SandboxOrg

/// Writes valid queries at random over the objects of ``DifferentialOrg``.
struct DifferentialQueryWriter {
    private struct Field {
        enum Kind {
            case text, picklist, multipicklist, number, boolean, date, moment, firm, person, mixed, name, type
        }

        var path: String
        var kind: Kind
        var isGroupable = true
    }

    private static let own: [String: [Field]] = [
        "Firm": [
            Field(path: "Id", kind: .firm), Field(path: "Name", kind: .text), Field(path: "Kind", kind: .picklist),
            Field(path: "Size", kind: .number), Field(path: "Turnover", kind: .number, isGroupable: false),
            Field(path: "Founded", kind: .date), Field(path: "Active", kind: .boolean),
            Field(path: "ParentId", kind: .firm),
        ],
        "Person": [
            Field(path: "Id", kind: .person), Field(path: "Name", kind: .text), Field(path: "Email", kind: .text),
            Field(path: "FirmId", kind: .firm), Field(path: "Score", kind: .number, isGroupable: false),
            Field(path: "Born", kind: .date), Field(path: "Seen", kind: .moment, isGroupable: false),
            Field(path: "Active", kind: .boolean), Field(path: "Tags", kind: .multipicklist, isGroupable: false),
            Field(path: "Rank", kind: .picklist),
        ],
        "Ticket": [
            Field(path: "Subject", kind: .text), Field(path: "PersonId", kind: .person),
            Field(path: "AboutId", kind: .mixed), Field(path: "Opened", kind: .moment, isGroupable: false),
            Field(path: "Closed", kind: .date), Field(path: "Hours", kind: .number, isGroupable: false),
            Field(path: "Urgent", kind: .boolean), Field(path: "About.Name", kind: .name, isGroupable: false),
            Field(path: "About.Type", kind: .type, isGroupable: false),
        ],
    ]

    private static let parents: [String: [(path: String, object: String)]] = [
        "Firm": [("Parent", "Firm"), ("Parent.Parent", "Firm")],
        "Person": [("Firm", "Firm"), ("Firm.Parent", "Firm")],
        "Ticket": [("Person", "Person"), ("Person.Firm", "Firm"), ("Person.Firm.Parent", "Firm")],
    ]

    private static let children: [String: [(name: String, object: String)]] = [
        "Firm": [("People", "Person"), ("Branches", "Firm"), ("Mentions", "Ticket")],
        "Person": [("Tickets", "Ticket"), ("Mentions", "Ticket")],
    ]

    private static let dateLiterals = [
        "TODAY", "YESTERDAY", "TOMORROW", "THIS_WEEK", "LAST_WEEK", "NEXT_WEEK", "THIS_MONTH", "LAST_MONTH",
        "NEXT_MONTH", "LAST_90_DAYS", "NEXT_90_DAYS", "THIS_QUARTER", "LAST_QUARTER", "NEXT_QUARTER", "THIS_YEAR",
        "LAST_YEAR", "NEXT_YEAR", "THIS_FISCAL_QUARTER", "LAST_FISCAL_YEAR", "NEXT_FISCAL_QUARTER",
    ]

    private static let countedDateLiterals = [
        "LAST_N_DAYS", "NEXT_N_DAYS", "N_DAYS_AGO", "LAST_N_WEEKS", "NEXT_N_WEEKS", "N_WEEKS_AGO", "LAST_N_MONTHS",
        "NEXT_N_MONTHS", "N_MONTHS_AGO", "LAST_N_QUARTERS", "NEXT_N_QUARTERS", "N_QUARTERS_AGO", "LAST_N_YEARS",
        "NEXT_N_YEARS", "N_YEARS_AGO", "LAST_N_FISCAL_QUARTERS", "N_FISCAL_YEARS_AGO",
    ]

    private var generator: SeededGenerator
    private let now: Date
    private var semiJoins = 0

    init(seed: UInt64, now: Date) {
        generator = SeededGenerator(seed: seed)
        self.now = now
    }

    mutating func query() -> String {
        semiJoins = 0
        let object = pick(["Firm", "Person", "Ticket"])
        return chance(4) ? grouped(object) : plain(object)
    }

    // MARK: Rows

    private mutating func plain(_ object: String) -> String {
        var items = Set((0...Int.random(in: 0...3, using: &generator)).map { _ in field(of: object).path }).sorted()
        for (name, child) in Self.children[object] ?? [] where chance(6) {
            let own = Self.own[child] ?? []
            let selected = Set((0...2).compactMap { _ in own.randomElement(using: &generator)?.path }).sorted()
            var inner = "SELECT \(selected.joined(separator: ", ")) FROM \(name)"
            if chance(2) { inner += " WHERE \(condition(on: child, depth: 1, joins: false))" }
            items.append("(\(inner + ordering(of: child, always: true))\(chance(2) ? " LIMIT 2" : ""))")
        }
        var query = "SELECT \(items.joined(separator: ", ")) FROM \(spelled(object))"
        if !chance(5) { query += " WHERE \(condition(on: object, depth: 2, joins: true))" }
        let isLimited = chance(3)
        query += ordering(of: object, always: isLimited)
        if isLimited { query += " LIMIT \(Int.random(in: 0...9, using: &generator))" }
        if isLimited, chance(2) { query += " OFFSET \(Int.random(in: 0...7, using: &generator))" }
        return query
    }

    private mutating func ordering(of object: String, always: Bool) -> String {
        guard always || chance(3) else { return "" }
        let terms = (0...Int.random(in: 0...1, using: &generator)).map { _ in
            let field = field(of: object) { $0.kind != .multipicklist }
            return "\(spelled(field.path))\(pick(["", " ASC", " desc"]))\(pick(["", " NULLS FIRST", " NULLS LAST"]))"
        }
        return " ORDER BY \(terms.joined(separator: ", "))"
    }

    // MARK: Groups

    private mutating func grouped(_ object: String) -> String {
        var keys = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            chance(3) ? datePart(of: object) : field(of: object) { $0.isGroupable }.path
        }
        keys = Set(keys).sorted()
        var items = keys.enumerated().map { "\($1) k\($0)" }
        let aggregates = (0...Int.random(in: 0...2, using: &generator)).map { _ in aggregate(of: object) }
        items += aggregates.enumerated().map { chance(2) ? $1 : "\($1) a\($0)" }
        var query = "SELECT \(items.joined(separator: ", ")) FROM \(object)"
        let kind = keys.isEmpty ? "" : pick(["", "", "ROLLUP", "CUBE"])
        if !kind.isEmpty {
            query = query.replacing(" FROM ", with: ", GROUPING(\(keys[0])) g FROM ", maxReplacements: 1)
        }
        if chance(2) { query += " WHERE \(condition(on: object, depth: 1, joins: true))" }
        guard !keys.isEmpty else { return query }
        let list = keys.joined(separator: ", ")
        query += " GROUP BY " + (kind.isEmpty ? list : "\(kind)(\(list))")
        if kind.isEmpty, chance(3) {
            query += " HAVING \(pick(["COUNT(Id)", "COUNT(Name)"].filter { object != "Ticket" || $0 == "COUNT(Id)" }))"
            query += " \(pick(["=", ">", "<=", "!="])) \(Int.random(in: 0...4, using: &generator))"
        }
        return query
    }

    private mutating func aggregate(of object: String) -> String {
        let function = pick(["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"])
        let field = field(of: object) { field in
            switch function {
            case "SUM", "AVG": field.kind == .number
            case "MIN", "MAX": [.number, .date, .moment, .text].contains(field.kind)
            default: field.kind != .multipicklist
            }
        }
        return "\(function)(\(field.path))"
    }

    private mutating func datePart(of object: String) -> String {
        let field = field(of: object) { $0.kind == .date || $0.kind == .moment }
        guard field.kind == .moment else { return "\(pick(["CALENDAR_YEAR", "CALENDAR_QUARTER"]))(\(field.path))" }
        let part = pick(["CALENDAR_MONTH", "HOUR_IN_DAY", "DAY_ONLY", "DAY_IN_WEEK", "WEEK_IN_MONTH", "FISCAL_QUARTER"])
        return "\(part)(\(chance(2) ? field.path : "convertTimezone(\(field.path))"))"
    }

    // MARK: Conditions

    private mutating func condition(on object: String, depth: Int, joins: Bool) -> String {
        if joins, depth == 2, chance(6), let join = semiJoin(object) {
            return chance(2) ? join : "\(join) AND (\(condition(on: object, depth: 1, joins: false)))"
        }
        if depth > 0, chance(2) {
            let joint = pick([" AND ", " OR "])
            return (0...Int.random(in: 1...2, using: &generator))
                .map { _ in "(\(condition(on: object, depth: depth - 1, joins: false)))" }
                .joined(separator: joint)
        }
        if depth > 0, chance(4) { return "(NOT \(condition(on: object, depth: 0, joins: false)))" }
        if chance(8) { return partCondition(on: object) }
        if chance(12) { return distanceCondition(on: object) }
        return comparison(field(of: object))
    }

    private mutating func semiJoin(_ object: String) -> String? {
        let (left, inner, from): (String, String, String)
        switch object {
        case "Firm": (left, inner, from) = (pick(["Id", "ParentId"]), "FirmId", "Person")
        case "Person": (left, inner, from) = chance(2) ? ("Id", "PersonId", "Ticket") : ("FirmId", "Id", "Firm")
        default: (left, inner, from) = ("PersonId", "Id", "Person")
        }
        let condition = chance(3) ? "" : " WHERE \(condition(on: from, depth: 1, joins: false))"
        return "\(left) \(pick(["IN", "NOT IN"])) (SELECT \(inner) FROM \(from)\(condition))"
    }

    private mutating func partCondition(on object: String) -> String {
        let part = datePart(of: object)
        let sign = pick(["=", "!=", "<", ">="])
        if part.hasPrefix("DAY_ONLY") { return "\(part) \(sign) \(date())" }
        let limit = part.hasPrefix("CALENDAR_YEAR") ? 2028 : part.hasPrefix("HOUR") ? 23 : 7
        return "\(part) \(sign) \(Int.random(in: (limit > 2000 ? 2024 : 0)...limit, using: &generator))"
    }

    private mutating func distanceCondition(on object: String) -> String {
        let path = ["Firm": "OfficeAddress", "Person": "Firm.OfficeAddress"][object] ?? "Person.Firm.OfficeAddress"
        let (latitude, longitude) = (
            Int.random(in: -90...90, using: &generator), Int.random(in: 0...180, using: &generator)
        )
        return "DISTANCE(\(path), GEOLOCATION(\(latitude), -\(longitude).5), '\(pick(["mi", "km"]))')"
            .replacing("-180.5", with: "180")
            + " \(pick(["<", ">", ">="])) \(Int.random(in: 0...9000, using: &generator))"
    }

    private mutating func comparison(_ field: Field) -> String {
        let subject = spelled(field.path)
        if chance(8), field.kind != .multipicklist || chance(2) { return "\(subject) \(pick(["=", "!="])) null" }
        switch field.kind {
        case .multipicklist:
            guard !chance(4) else { return "\(subject) \(pick(["=", "!="])) 'A;B'" }
            return
                "\(subject) \(pick(["INCLUDES", "EXCLUDES"])) (\(list { $0.pick(["'A'", "'a;B'", "'C'", "'D'", "'A;C'"]) }))"
        case .boolean: return "\(subject) \(pick(["=", "!="])) \(pick(["true", "FALSE"]))"
        case .text, .picklist, .name, .type:
            if chance(3) { return "\(subject) \(chance(4) ? "NOT LIKE" : "LIKE") \(pattern())".notLikeUnrolled }
            return ordered(subject) { $0.text(for: field) }
        case .number: return ordered(subject) { $0.pick(["0", "-0.25", "1", "+1.5", "2", "-2.0"]) }
        case .date, .moment:
            if chance(2) { return "\(subject) \(pick(["=", "!=", "<", "<=", ">", ">="])) \(dateLiteral())" }
            return ordered(subject) { field.kind == .date ? $0.date() : $0.moment() }
        case .firm, .person, .mixed:
            let prefix = field.kind == .firm ? "a01" : field.kind == .person || chance(2) ? "a02" : "a01"
            return equality(subject) { "'\($0.id(prefix))'" }
        }
    }

    private mutating func ordered(_ subject: String, _ value: (inout Self) -> String) -> String {
        chance(2) ? equality(subject, value) : "\(subject) \(pick(["<", "<=", ">", ">="])) \(value(&self))"
    }

    private mutating func equality(_ subject: String, _ value: (inout Self) -> String) -> String {
        if chance(3) { return "\(subject) \(pick(["IN", "not in"])) (\(list { $0.chance(8) ? "null" : value(&$0) }))" }
        return "\(subject) \(pick(["=", "!=", "<>"])) \(value(&self))"
    }

    private mutating func list(_ value: (inout Self) -> String) -> String {
        (0...Int.random(in: 0...2, using: &generator)).map { _ in value(&self) }.joined(separator: ", ")
    }

    private mutating func text(for field: Field) -> String {
        if field.kind == .type { return pick(["'Firm'", "'person'", "'Ticket'"]) }
        if field.kind == .picklist { return pick(["'Gold'", "'SILVER'", "'low'", "'High'", "''"]) }
        return chance(12) ? "''" : quoted(pick(DifferentialRowMaker.names))
    }

    private mutating func pattern() -> String {
        let name = pick(DifferentialRowMaker.names)
        let part = chance(2) ? name : String(name.prefix(Int.random(in: 1...3, using: &generator)))
        let escaped = part.map {
            #"\'"#.contains($0) ? "\\\($0)" : chance(2) && "%_".contains($0) ? "\\\($0)" : "\($0)"
        }
        return "'\(pick(["", "%", "_"]))\(escaped.joined())\(pick(["", "%", "_", "%_"]))'"
    }

    private func quoted(_ text: String) -> String {
        "'\(text.map { #"\'"#.contains($0) ? "\\\($0)" : "\($0)" }.joined())'"
    }

    private mutating func dateLiteral() -> String {
        guard chance(2) else { return pick(Self.dateLiterals) }
        return "\(pick(Self.countedDateLiterals)):\(Int.random(in: 0...5, using: &generator))"
    }

    private mutating func date() -> String {
        let day = DateTimeText.split(Int(now.timeIntervalSince1970) * 1000).day
        return day.adding(days: Int.random(in: -12...12, using: &generator)).description
    }

    private mutating func moment() -> String {
        "\(date())T\(pick(["00:00:00Z", "05:00:00.000+0000", "23:59:59-05:00", "12:30:00+05:45", "03:00:00Z"]))"
    }

    private mutating func id(_ prefix: String) -> String {
        let id = RecordId(prefix: prefix, number: Int.random(in: 0...14, using: &generator))
        return chance(2) ? id.text : id.short
    }

    // MARK: Chance

    private mutating func field(of object: String, where isFit: (Field) -> Bool = { _ in true }) -> Field {
        let reach = chance(3) ? Self.parents[object] ?? [] : []
        let (path, owner) = reach.randomElement(using: &generator) ?? ("", object)
        let fit = (Self.own[owner] ?? []).filter(isFit)
        guard var field = fit.randomElement(using: &generator) else { return self.field(of: object, where: isFit) }
        if !path.isEmpty { field.path = "\(path).\(field.path)" }
        return field
    }

    /// The name in one case or another.
    private mutating func spelled(_ name: String) -> String { chance(4) ? name.uppercased() : name }
    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 1...times, using: &generator) == 1 }
    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
}

extension String {
    /// SOQL has no `NOT LIKE`: the negation stands before the comparison.
    fileprivate var notLikeUnrolled: String {
        contains(" NOT LIKE ") ? "(NOT \(replacing(" NOT LIKE ", with: " LIKE ")))" : self
    }
}

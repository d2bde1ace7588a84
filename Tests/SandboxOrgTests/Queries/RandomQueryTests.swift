import GRDB
import JSON
import Testing

@testable import SandboxOrg

@Suite struct RandomQueryTests {
    @Test(arguments: 0..<8) func `no query breaks the engine`(seed: UInt64) throws {
        let org = try SampleOrg.open()
        var writer = RandomQueryWriter(schema: org.engine.schema, seed: seed)
        for _ in 0..<80 {
            let query = writer.query()
            let refusal = try org.refusal(of: query)
            #expect(refusal?.status ?? 400 == 400, "\(query): \(refusal?.message ?? "")")
        }
    }

    @Test(arguments: 0..<4) func `LIKE finds exactly the names that contain a text`(seed: UInt64) throws {
        let org = try SampleOrg.open()
        var texts = RandomTextWriter(seed: seed)
        let names = (0..<40).map { _ in texts.text(upTo: 8) }
        try org.rollingBack { db in
            try db.execute(sql: "DELETE FROM \"Product2\"")
            for (number, name) in names.enumerated() {
                try db.execute(
                    sql: "INSERT INTO \"Product2\" (\"Id\", \"Name\") VALUES (?, ?)",
                    arguments: [RecordId(prefix: "01t", number: number).text, name]
                )
            }
            for _ in 0..<60 {
                let sought = texts.text(upTo: 3)
                let query = "SELECT Name FROM Product2 WHERE Name LIKE '%\(RandomTextWriter.escaped(sought))%'"
                let found = try org.engine.run(query, in: db, context: .sample).records.compactMap {
                    $0["Name"]?.string
                }
                #expect(found == names.filter { $0.lowercased().contains(sought.lowercased()) }, "\(query)")
            }
        }
    }

    @Test(arguments: 0..<4) func `no search term breaks the engine`(seed: UInt64) throws {
        let org = try SampleOrg.open()
        var texts = RandomTextWriter(seed: seed)
        for _ in 0..<100 {
            let term = texts.text(upTo: 12).map { #"?&|!{}[]()^~*:\"'+-"#.contains($0) ? "\\\($0)" : "\($0)" }.joined()
            do {
                _ = try org.search("FIND {\(term)} RETURNING Contact(Id), Case")
            } catch let error as SalesforceError {
                #expect(["INVALID_SEARCH", "MALFORMED_SEARCH"].contains(error.code), "\(term): \(error.message)")
            }
        }
    }

    @Test(arguments: [2, 10, 22, 23, 40, 70, 95]) func `deep conditions are answered or refused as too complicated`(
        depth: Int
    ) throws {
        let org = try SampleOrg.open()
        var condition = "Name = 'a'"
        for level in 0..<depth {
            condition = level.isMultiple(of: 2) ? "Name != 'b' AND (\(condition))" : "Name = 'c' OR (NOT \(condition))"
            condition = "(\(condition))"
        }
        let refusal = try org.refusal(of: "SELECT Id FROM Contact WHERE \(condition)")
        #expect([nil, "QUERY_TOO_COMPLICATED"].contains(refusal?.code), "\(refusal?.message ?? "")")
    }

    @Test(arguments: [2, 10, 22, 23, 40, 70, 95]) func `deep searches are answered or refused as too complicated`(
        depth: Int
    ) throws {
        let org = try SampleOrg.open()
        var term = "acme"
        for level in 0..<depth {
            term = level.isMultiple(of: 2) ? "(\(term) OR b\(level)x)" : "(\(term) AND c\(level)y)"
        }
        do {
            _ = try org.search("FIND {\(term)} RETURNING Contact")
        } catch let error as SalesforceError {
            #expect(error.code == "QUERY_TOO_COMPLICATED", "\(error.message)")
        }
    }
}

/// Writes queries at random, right and wrong ones, over every object.
private struct RandomQueryWriter {
    let schema: Schema
    private var generator: SeededGenerator

    init(schema: Schema, seed: UInt64) {
        self.schema = schema
        generator = SeededGenerator(seed: seed)
    }

    mutating func query() -> String {
        guard let object = schema.objects.randomElement(using: &generator) else { return "" }
        let isGrouped = chance(5)
        let key = path(from: object)
        var query = "SELECT "
        query += isGrouped ? "\(key), \(aggregate(object)) total" : selection(of: object)
        query += " FROM \(object.name)"
        if chance(2) { query += " WHERE \(condition(on: object, depth: 2))" }
        if isGrouped {
            query += pick([
                " GROUP BY \(key)", " GROUP BY ROLLUP(\(key))", " GROUP BY CUBE(\(key), \(path(from: object)))", "",
            ])
            if chance(3) { query += " HAVING \(aggregate(object)) > 0" }
        }
        if chance(2) {
            query += " ORDER BY \(isGrouped ? key : path(from: object)) \(pick(["", "ASC", "DESC NULLS LAST"]))"
        }
        if chance(3) { query += " LIMIT \(Int.random(in: 0...20, using: &generator))" }
        if chance(5) { query += " OFFSET \(Int.random(in: 0...5, using: &generator))" }
        return query
    }

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }

    private mutating func selection(of object: ObjectDefinition) -> String {
        var items = Array(Set((0...Int.random(in: 0...4, using: &generator)).map { _ in path(from: object) })).sorted()
        if chance(5) { items.append("FORMAT(\(path(from: object))) formatted") }
        if chance(5) { items.append("toLabel(\(path(from: object))) labelled") }
        let relationships = object.childRelationships.compactMap { child in
            child.relationshipName.map { ($0, child.childObject) }
        }
        if chance(3), let (name, childName) = relationships.randomElement(using: &generator),
            let child = schema.object(childName)
        {
            items.append("(SELECT \(selection(of: child)) FROM \(name) LIMIT 3)")
        }
        if chance(6),
            let reference = object.fields.filter({ $0.referenceTo.count > 1 }).randomElement(using: &generator),
            let relationship = reference.relationshipName, let target = schema.object(pick(reference.referenceTo))
        {
            items.append("TYPEOF \(relationship) WHEN \(target.name) THEN \(path(from: target)) ELSE Name END")
        }
        return items.joined(separator: ", ")
    }

    private mutating func path(from object: ObjectDefinition) -> String {
        let references = object.fields.filter { $0.relationshipName != nil }
        if chance(3), let reference = references.randomElement(using: &generator),
            let relationship = reference.relationshipName,
            let target = schema.object(reference.referenceTo.randomElement(using: &generator) ?? "")
        {
            return
                "\(relationship).\(reference.referenceTo.count > 1 ? pick(["Name", "Type", "Id"]) : path(from: target))"
        }
        return object.fields.randomElement(using: &generator)?.name ?? "Id"
    }

    private mutating func aggregate(_ object: ObjectDefinition) -> String {
        "\(pick(["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "GROUPING"]))(\(path(from: object)))"
    }

    private mutating func condition(on object: ObjectDefinition, depth: Int) -> String {
        if depth > 0, chance(2) {
            let joint = pick([" AND ", " OR "])
            return "(\(condition(on: object, depth: depth - 1))\(joint)\(condition(on: object, depth: depth - 1)))"
        }
        if depth > 0, chance(4) { return "(NOT \(condition(on: object, depth: depth - 1)))" }
        let subject = pick([path(from: object), path(from: object), "\(datePart())(\(path(from: object)))"])
        let comparison = pick(["=", "!=", "<", ">", ">=", "LIKE", "IN", "NOT IN", "INCLUDES"])
        let isList = comparison.hasSuffix("IN") || comparison == "INCLUDES"
        return "\(subject) \(comparison) \(isList ? "(\(value()), \(value()))" : value())"
    }

    private mutating func datePart() -> String { pick(["CALENDAR_YEAR", "DAY_ONLY", "HOUR_IN_DAY", "WEEK_IN_MONTH"]) }

    private mutating func value() -> String {
        pick([
            "'x'", #"'O\'Brien'"#, "'100\\%'", "'Åse'", "null", "true", "5", "-1.5", "TODAY", "LAST_N_DAYS:3",
            "2026-01-31", "2026-01-31T10:00:00Z", "'001000000000001AAA'", "'A;B'",
        ])
    }
}

/// Writes short texts in which every character that means something to a query is likely.
private struct RandomTextWriter {
    private static let alphabet = Array(#"aAbBsSåÅßéIi%_%_'\" .-+*?()"&|;01日"#)
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func text(upTo length: Int) -> String {
        let count = Int.random(in: 1...length, using: &generator)
        return String((0..<count).compactMap { _ in Self.alphabet.randomElement(using: &generator) })
    }

    /// The text as it stands in a `LIKE` pattern in a query.
    static func escaped(_ text: String) -> String {
        text.map { #"\'"_%"#.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}

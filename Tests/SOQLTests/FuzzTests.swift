import SOQL
import TestSupport
import Testing

/// Whatever the text, reading ends, with a tree or with an error inside the text.
struct FuzzTests {
    private static let seeds = [
        "SELECT Id, Name n, (SELECT Id FROM Contacts), COUNT(Id) FROM Account a WHERE (Name LIKE 'A\\'%' OR x IN (1, 'b')) "
            + "AND d >= LAST_N_DAYS:30 GROUP BY ROLLUP(a, b) HAVING MAX(x) > USD5.50 ORDER BY a DESC NULLS LAST LIMIT 5 OFFSET 1",
        "SELECT TYPEOF What WHEN Account THEN Phone ELSE Id END FROM Task WITH DATA CATEGORY a__c AT (b, c) FOR VIEW UPDATE TRACKING",
        "SELECT {{f}} FROM {{o}} WHERE a = {{v|w}} AND b LIKE '%{{x}}%' AND c = 2026-01-31T10:00:00.000+01:00 AND d = \\u00e9",
        "FIND {a AND NOT (\"b c\" OR d*) \\+1} IN ALL FIELDS RETURNING A(Id WHERE x = 'y' USING ListView=z LIMIT 1), B WITH SNIPPET(target_length=3)",
        "FIND {{{term|x}}} RETURNING {{o}}(Id, DISTANCE(p, GEOLOCATION(1, -2), 'mi') d) WITH NETWORK IN ('é𝄞') UPDATE VIEWSTAT",
    ]

    private static let fragments = [
        "(", ")", "'", "\"", "\\", "{{", "}}", "{", "}", ",", ".", ":", "=", "!=", "<", "-", "+", "*", "?", " ", "\n",
        "\u{0}",
        "é", "𝄞", "5", "2026-", "T", "Z", "AND", " OR ", " NOT ", "NULL", "SELECT ", " FROM ", "IN (", "\\u", "FIND {",
        "USD5",
    ]

    @Test(arguments: 0..<20)
    func `a mutated text is read or refused inside the text`(block: UInt64) {
        var generator = SplitMix64(seed: block)
        for _ in 0..<500 {
            let text = FuzzTests.mutated(&generator)
            check(text) { text throws(SyntaxError) in _ = try Query(parsing: text) }
            check(text) { text throws(SyntaxError) in _ = try Query(template: text) }
            check(text) { text throws(SyntaxError) in _ = try Search(parsing: text) }
            check(text) { text throws(SyntaxError) in _ = try Search(template: text) }
            check(text) { text throws(SyntaxError) in _ = try Placeholder.split(text) }
        }
    }

    @Test(arguments: 0..<20)
    func `a mutated text that is read survives printing`(block: UInt64) throws {
        var generator = SplitMix64(seed: 1_000 + block)
        for _ in 0..<500 {
            let text = FuzzTests.mutated(&generator)
            if let query = try? Query(template: text) { #expect(try Query(template: query.text) == query, "\(text)") }
            if let query = try? Query(parsing: text) { #expect(try Query(parsing: query.text) == query, "\(text)") }
            if let search = try? Search(template: text) {
                #expect(try Search(template: search.text) == search, "\(text)")
            }
            if let search = try? Search(parsing: text) {
                #expect(try Search(parsing: search.text) == search, "\(text)")
            }
        }
    }

    private static func mutated(_ generator: inout SplitMix64) -> String {
        var scalars = Array(seeds[Int.random(in: 0..<seeds.count, using: &generator)].unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...scalars.count, using: &generator)
            let end = min(scalars.count, place + Int.random(in: 0...8, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: scalars.removeSubrange(place..<end)
            case 1:
                scalars.insert(
                    contentsOf: scalars[place..<end],
                    at: Int.random(in: 0...scalars.count, using: &generator)
                )
            case 2: scalars.removeSubrange(end...)
            default:
                let fragment = fragments[Int.random(in: 0..<fragments.count, using: &generator)]
                scalars.insert(contentsOf: fragment.unicodeScalars, at: place)
            }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    private func check(_ text: String, _ read: (String) throws(SyntaxError) -> Void) {
        do {
            try read(text)
        } catch {
            #expect((0...text.utf8.count).contains(error.position.offset), "\(text)")
            #expect(!error.message.isEmpty && error.position == FuzzTests.position(of: error.position.offset, in: text))
        }
    }

    /// The line and column of a place, counted the slow way.
    private static func position(of offset: Int, in text: String) -> SourcePosition {
        let before = String(decoding: Array(text.utf8)[..<offset], as: UTF8.self).unicodeScalars
        let line = before.split(separator: "\n", omittingEmptySubsequences: false)
        return SourcePosition(offset: offset, line: line.count, column: (line.last?.count ?? 0) + 1)
    }
}

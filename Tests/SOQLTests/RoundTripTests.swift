import SOQL
import Testing

/// Reading what was printed gives the tree that was printed.
struct RoundTripTests {
    @Test(arguments: 0..<40)
    func `every query survives printing`(block: UInt64) throws {
        for seed in block * 100..<(block + 1) * 100 {
            var random = RandomTree(seed: seed)
            let query = random.query()
            let read = try Query(template: query.text)
            #expect(read == query, "seed \(seed): \(query.text)")
        }
    }

    @Test(arguments: 0..<40)
    func `every search survives printing`(block: UInt64) throws {
        for seed in block * 100..<(block + 1) * 100 {
            var random = RandomTree(seed: seed)
            let search = random.search()
            let read = try Search(template: search.text)
            #expect(read == search, "seed \(seed): \(search.text)")
        }
    }

    @Test(arguments: 0..<10)
    func `every string survives printing outside a template`(block: UInt64) throws {
        for seed in block * 200..<(block + 1) * 200 {
            var random = RandomTree(seed: seed)
            let text = random.text()
            let query = Query(
                selection: [.field("Id", alias: nil)],
                sources: [Query.Source("Contact")],
                condition: .comparison(Comparison(.field("Name"), .equal, .literal(.string(StringLiteral(text)))))
            )
            #expect(try Query(parsing: query.text) == query, "seed \(seed)")
        }
    }

    @Test
    func `printing is stable`() throws {
        for seed in 0..<500 as Range<UInt64> {
            var random = RandomTree(seed: seed)
            let text = random.query().text
            #expect(try Query(template: text).text == text)
        }
    }
}

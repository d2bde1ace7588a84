import Foundation
import SOQL
import Testing

struct LimitTests {
    private static let select = "SELECT Id FROM X WHERE "

    @Test(
        arguments: [
            select + String(repeating: "(", count: 99_000),
            select + String(repeating: "(", count: 101) + "a = 1" + String(repeating: ")", count: 101),
            "SELECT " + String(repeating: "(SELECT ", count: 12_000),
            select + String(repeating: "FORMAT(", count: 14_000),
            select + String(repeating: "a IN (SELECT b FROM c WHERE ", count: 3_000),
            "SELECT " + String(repeating: "a", count: 99_994),
        ]
    )
    func `too much text or nesting is refused at once`(query: String) {
        let clock = ContinuousClock()
        let time = clock.measure {
            let error = #expect(throws: SyntaxError.self) { try Query(parsing: query) }
            #expect(error?.kind == .tooLarge)
        }
        #expect(time < .seconds(1))
    }

    @Test
    func `a text is measured in characters`() throws {
        let start = "SELECT Id FROM X WHERE a = '"
        let most = start + String(repeating: "é", count: 100_000 - start.count - 1) + "'"
        #expect(throws: Never.self) { try Query(parsing: most) }
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: most + " ") }
        #expect(error?.kind == .tooLarge)
    }

    @Test
    func `a search term cannot nest without end`() {
        let error = #expect(throws: SyntaxError.self) {
            try Search(parsing: "FIND {" + String(repeating: "(", count: 90_000))
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test
    func `a long flat list is no nesting`() throws {
        let condition = Array(repeating: "a = 1", count: 5_000).joined(separator: " OR ")
        guard case .any(let terms)? = try Query(parsing: LimitTests.select + condition).condition else {
            Issue.record("a group was expected")
            return
        }
        #expect(terms.count == 5_000)
    }

    private static func nested(_ open: String, _ middle: String, _ close: String, levels: Int) -> String {
        String(repeating: open, count: levels) + middle + String(repeating: close, count: levels)
    }

    @Test(
        arguments: [
            select + nested("(", "a = 1", ")", levels: 100),
            select + nested("(a = 1 OR (b = 1 AND ", "a = 1", "))", levels: 50),
            select + nested("(NOT ", "a = 1", ")", levels: 100),
            select + nested("FORMAT(", "a", ")", levels: 20) + " = 1",
            select + nested("((((a IN (SELECT b FROM c WHERE ", "a = 1", ")))))", levels: 20),
            "SELECT " + nested("(SELECT ", "a", " FROM b)", levels: 20) + " FROM b",
        ]
    )
    func `the deepest nesting fits a small stack`(query: String) async {
        let survived = await onSmallStack { () -> Bool in
            guard let tree = try? Query(parsing: query) else { return false }
            return (try? Query(parsing: tree.text)) == tree && tree.hashValue == tree.hashValue
        }
        #expect(survived)
    }

    @Test
    func `the deepest search term fits a small stack`() async {
        let text = "FIND {" + LimitTests.nested("(a OR ", "b", ")", levels: 50) + "}"
        let survived = await onSmallStack { () -> Bool in
            guard let tree = try? Search(parsing: text) else { return false }
            return (try? Search(parsing: tree.text)) == tree
        }
        #expect(survived)
    }

    /// Runs work on a thread with a stack as small as that of a secondary thread on other systems.
    private func onSmallStack(_ work: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 512 * 1024
            thread.start()
        }
    }
}

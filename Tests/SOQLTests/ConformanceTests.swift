import Foundation
import SOQL
import Testing

/// What public parser suites call valid, invalid and Apex-only.
struct ConformanceTests {
    @Test(arguments: Conformance.lines(of: "soql-valid.txt", "soql-valid-product-objects.txt"))
    func `a valid query is read and survives printing`(line: String) throws {
        let query = try Query(parsing: line)
        #expect(try Query(parsing: query.text) == query)
        #expect(try Query(template: query.text) == query)
    }

    @Test(arguments: Conformance.lines(of: "soql-invalid.txt"))
    func `an invalid query is refused`(line: String) {
        #expect(throws: SyntaxError.self) { try Query(parsing: line) }
    }

    @Test(arguments: Conformance.lines(of: "soql-apex-only.txt"))
    func `a query that only Apex knows is refused as such`(line: String) {
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: line) }
        if Conformance.queriesRefusedEarlier.contains(line) { return }
        #expect(error?.kind == .apexOnly)
    }

    @Test(arguments: Conformance.lines(of: "sosl-valid.txt"))
    func `a valid search is read and survives printing`(line: String) throws {
        let search = try Search(parsing: line)
        #expect(try Search(parsing: search.text) == search)
        #expect(try Search(template: search.text) == search)
    }

    @Test(arguments: Conformance.lines(of: "sosl-invalid.txt"))
    func `an invalid search is refused`(line: String) {
        #expect(throws: SyntaxError.self) { try Search(parsing: line) }
    }

    @Test(arguments: Conformance.lines(of: "sosl-apex-only.txt"))
    func `a search that only Apex knows is refused as such`(line: String) {
        let error = #expect(throws: SyntaxError.self) { try Search(parsing: line) }
        #expect(error?.kind == .apexOnly)
    }
}

enum Conformance {
    /// FORMULA is no function of the reference, and stands before the bind variable that makes the query Apex-only.
    static let queriesRefusedEarlier: Set = [
        "SELECT Id FROM Opportunity WHERE FORMULA('Amount * 0.1') > :threshold"
    ]

    static func lines(of files: String...) -> [String] {
        let folder =
            ProcessInfo.processInfo.environment["SWITCHBOARD_CONFORMANCE"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/conformance")
        return files.flatMap { file in
            guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else {
                print("skipped: no \(file) in \(folder.path())")
                return [String]()
            }
            return text.split(separator: "\n").map(String.init)
        }
    }
}

import Foundation
import GRDB
import Testing

@testable import SandboxOrg

@Suite struct ConformanceTests {
    /// Lines of the list that no org answers: they name fields that the standard objects do not have, or break a rule
    /// that is not one of grammar.
    private static let refusals: [String: String] = [
        "SELECT FIELDS(CUSTOM), FIELDS(STANDARD) FROM Account": "MALFORMED_QUERY"
    ]

    @Test func `queries over the standard objects are not malformed`() throws {
        let org = try SampleOrg.open()
        for query in try Conformance.lines(of: "soql-valid-product-objects.txt") {
            let refusal = try org.refusal(of: query)
            let code = refusal?.code ?? "none"
            let allowed = ["none", "INVALID_FIELD", "INVALID_TYPE", Self.refusals[query]]
            #expect(allowed.contains(code), "\(query): \(refusal?.message ?? "")")
        }
    }

    @Test func `valid queries are refused for their names and ids only`() throws {
        let org = try SampleOrg.open()
        for query in try Conformance.lines(of: "soql-valid.txt") where Self.refusals[query] == nil {
            // Only Apex can lock records.
            if query.lowercased().hasSuffix("for update") { continue }
            let refusal = try org.refusal(of: query)
            let allowed = ["none", "INVALID_TYPE", "INVALID_FIELD", "INVALID_QUERY_FILTER_OPERATOR"]
            #expect(allowed.contains(refusal?.code ?? "none"), "\(query): \(refusal?.message ?? "")")
        }
    }

    @Test(arguments: ["soql-invalid.txt", "soql-apex-only.txt"])
    func `what is no query over REST is refused`(file: String) throws {
        let org = try SampleOrg.open()
        for query in try Conformance.lines(of: file) {
            #expect(try org.refusal(of: query)?.code == "MALFORMED_QUERY", "\(query)")
        }
    }

    @Test(arguments: [("sosl-valid.txt", false), ("sosl-invalid.txt", true), ("sosl-apex-only.txt", true)])
    func `searches are refused when they are malformed`(file: String, isMalformed: Bool) throws {
        let org = try SampleOrg.open()
        for search in try Conformance.lines(of: file) {
            var refusal: SalesforceError?
            do {
                _ = try org.search(search)
            } catch let error as SalesforceError {
                refusal = error
            }
            if isMalformed {
                #expect(refusal?.code == "MALFORMED_SEARCH", "\(search)")
            } else {
                let allowed = ["none", "INVALID_TYPE", "INVALID_FIELD"]
                #expect(allowed.contains(refusal?.code ?? "none"), "\(search): \(refusal?.message ?? "")")
            }
        }
    }
}

enum Conformance {
    /// The lines of a file of queries; none where the files are not.
    static func lines(of file: String) throws -> [String] {
        let root =
            ProcessInfo.processInfo.environment["SWITCHBOARD_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/conformance")
        let url = root.appending(path: file)
        guard FileManager.default.fileExists(atPath: url.path) else {
            print("Skipped: \(file) is not there. SWITCHBOARD_CONFORMANCE names the folder it is in.")
            return []
        }
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}

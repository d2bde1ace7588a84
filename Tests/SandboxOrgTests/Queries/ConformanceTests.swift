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

    @Test(arguments: [
        ("soql-valid.txt", false), ("soql-invalid.txt", true), ("soql-apex-only.txt", true),
    ])
    func `other queries never break the engine`(file: String, isMalformed: Bool) throws {
        let org = try SampleOrg.open()
        for query in try Conformance.lines(of: file) {
            let refusal = try org.refusal(of: query)
            #expect(refusal?.code != "UNKNOWN_EXCEPTION", "\(query): \(refusal?.message ?? "")")
            if isMalformed { #expect(refusal != nil, "\(query)") }
        }
    }

    @Test(arguments: [("sosl-valid.txt", false), ("sosl-invalid.txt", true), ("sosl-apex-only.txt", true)])
    func `other searches never break the engine`(file: String, isMalformed: Bool) throws {
        let org = try SampleOrg.open()
        for search in try Conformance.lines(of: file) {
            var refusal: SalesforceError?
            do {
                _ = try org.search(search)
            } catch let error as SalesforceError {
                refusal = error
            }
            #expect(refusal?.code != "UNKNOWN_EXCEPTION", "\(search): \(refusal?.message ?? "")")
            if isMalformed { #expect(refusal != nil, "\(search)") }
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

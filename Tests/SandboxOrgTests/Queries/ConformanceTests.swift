import Foundation
import GRDB
import Testing

@testable import SandboxOrg

@Suite struct QueryConformanceTests {
    @Test func `queries over the standard objects run`() async throws {
        let queries = try Conformance.lines(of: "soql-valid-product-objects.txt")
        let org = try Org.open(seed: .demo, clock: { Date(timeIntervalSince1970: 1_767_225_600) })
        let engine = QueryEngine(schema: org.schema)
        let context = QueryEngine.Context.testing(userId: org.administratorId)
        for query in queries {
            let outcome = try await org.database.read { db in
                Result { () throws(SalesforceError) in try engine.run(query, in: db, context: context) }
            }
            if case .failure(let error) = outcome {
                print("FAIL \(error.code) | \(query) | \(error.message.split(separator: "\n").last ?? "")")
            }
        }
    }
}

enum Conformance {
    /// The lines of a file of queries; none where the files are not.
    static func lines(of file: String) throws -> [String] {
        let root =
            ProcessInfo.processInfo.environment["SWITCHBOARD_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
                path: "../../../../shared/conformance"
            )
        let url = root.appending(path: file)
        guard FileManager.default.fileExists(atPath: url.path) else {
            print("Skipped: \(file) is not there. SWITCHBOARD_CONFORMANCE names the folder it is in.")
            return []
        }
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}

extension QueryEngine.Context {
    static func testing(
        userId: String = "005000000000001AAA",
        apiVersion: String = "59.0",
        includesDeleted: Bool = false
    ) -> QueryEngine.Context {
        QueryEngine.Context(
            now: Date(timeIntervalSince1970: 1_767_225_600),
            timeZone: TimeZone(identifier: "America/New_York") ?? .gmt,
            userId: userId,
            apiVersion: apiVersion,
            includesDeleted: includesDeleted
        )
    }
}

import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// What public parser suites call valid and invalid, asked over HTTP.
@Suite struct ConformanceTests {
    /// Queries of the list that no org answers, and why.
    private static let refusals: [String: (code: String, reason: String)] = [
        "SELECT FIELDS(CUSTOM), FIELDS(STANDARD) FROM Account": (
            "MALFORMED_QUERY", "FIELDS(CUSTOM) needs a LIMIT of at most 200"
        ),
        "SELECT Id, Format FROM Account": ("INVALID_FIELD", "describe has no field Format on Account"),
        "SELECT Name, (SELECT Id FROM Account WHERE createdDate > 2020-01-01T12:00:00Z) FROM Opportunity": (
            "INVALID_TYPE", "an account is above its opportunities, not below them"
        ),
        // Events are named by their subjects: describe has no field Name on Event.
        "SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END, Name FROM Event": (
            "INVALID_FIELD", "describe has no field Name on Event"
        ),
        """
        SELECT TYPEOF What WHEN Account THEN Phone, NumberOfEmployees WHEN Opportunity THEN Amount, CloseDate \
        ELSE Name, Email END, Name FROM Event
        """: ("INVALID_FIELD", "describe has no field Name on Event"),
        """
        SELECT Id, TYPEOF What WHEN Account THEN Phone, NumberOfEmployees WHEN Opportunity THEN Amount, CloseDate \
        ELSE Name, Email END, Name FROM Event
        """: ("INVALID_FIELD", "describe has no field Name on Event"),
    ]

    @Test func `queries over the standard objects are answered`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for query in try Conformance.lines(of: "soql-valid-product-objects.txt") {
                let answer = try await client.get("query", q: query)
                if let refusal = Self.refusals[query] {
                    #expect(answer.error?["errorCode"]?.string == refusal.code, "\(query): \(refusal.reason)")
                } else {
                    #expect(answer.status == 200, "\(query): \(answer.text)")
                }
            }
        }
    }

    @Test func `valid queries are refused for their names and ids only`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for query in try Conformance.lines(of: "soql-valid.txt") where Self.refusals[query] == nil {
                let answer = try await client.get("query", q: query)
                guard answer.status != 200 else { continue }
                let code = answer.error?["errorCode"]?.string ?? ""
                let message = answer.error?["message"]?.string ?? ""
                // Some compare Id with what is no id, for which Salesforce has a code of its own.
                let isAboutId = code == "INVALID_QUERY_FILTER_OPERATOR" && message.contains("invalid ID field: ")
                #expect(isAboutId || ["INVALID_TYPE", "INVALID_FIELD"].contains(code), "\(query): \(message)")
            }
        }
    }

    @Test(
        arguments: [
            ("query", "soql-invalid.txt", "MALFORMED_QUERY"), ("query", "soql-apex-only.txt", "MALFORMED_QUERY"),
            ("search", "sosl-invalid.txt", "MALFORMED_SEARCH"), ("search", "sosl-apex-only.txt", "MALFORMED_SEARCH"),
        ]
    )
    func `what is no query over REST is refused`(resource: String, file: String, code: String) async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for text in try Conformance.lines(of: file) {
                let answer = try await client.get(resource, q: text)
                #expect(answer.status == 400, "\(text)")
                #expect(answer.error?["errorCode"]?.string == code, "\(text): \(answer.text)")
            }
        }
    }

    @Test func `valid searches are refused for their names only`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for search in try Conformance.lines(of: "sosl-valid.txt") {
                let answer = try await client.get("search", q: search)
                let code = answer.status == 200 ? "none" : answer.error?["errorCode"]?.string ?? ""
                #expect(["none", "INVALID_TYPE", "INVALID_FIELD"].contains(code), "\(search): \(answer.text)")
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

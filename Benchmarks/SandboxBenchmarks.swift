import Actions
import Foundation
import JSON
import SandboxOrg

/// What the sandbox org takes to answer, over an org with many contacts.
struct SandboxBenchmarks {
    private static let contacts = 10_000

    func run(_ stopwatch: inout Stopwatch, _ report: Report) async throws {
        let org = try Org.open(seed: .generated(contacts: Self.contacts))
        let counted = try await org.query("SELECT COUNT(Id) found FROM Contact")
        let count = counted.first?["found"]?.integer ?? 0
        report.note("Searches over \(count) contacts")
        let queries = [
            ("By name", "SELECT Id, Name FROM Contact WHERE Name LIKE '%Johnson%' LIMIT 10"),
            ("By phone number", "SELECT Id, Name FROM Contact WHERE Phone LIKE '%555%234%5678' LIMIT 10"),
            ("As search_contact with a name", try Self.searchContact("Johnson")),
            ("As search_contact with a phone number", try Self.searchContact("+1 (555) 234-5678")),
        ]
        for (label, query) in queries {
            let measurement = try await stopwatch.measure(runs: 200) { _ in try await org.query(query).count }
            report.line(label, measurement)
        }
        let search = "FIND {Johnson} IN ALL FIELDS RETURNING Contact(Id, Name LIMIT 10)"
        let measurement = try await stopwatch.measure(runs: 200) { _ in try await org.search(search).count }
        report.line("SOSL for a name", measurement)
    }

    private static func searchContact(_ term: String) throws -> String {
        let template = try Catalog.salesforce().required("search_contact").requests[0].template
        let request = try template.render(TemplateValues(arguments: ["search_term": .string(term)]))
        return request.query.first?.value ?? ""
    }
}

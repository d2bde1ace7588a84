import Actions
import JSON

/// From a compiled template and values to the bytes of a request.
struct RequestBenchmarks {
    func run(_ stopwatch: inout Stopwatch, _ report: Report) throws {
        let catalog = try Catalog.salesforce()
        for (label, term) in [("a name", "O'Brien"), ("a phone number", "+1 (555) 234-5678")] {
            let template = try catalog.required("search_contact").requests[0].template
            let values = TemplateValues(arguments: ["search_term": .string(term)])
            let measurement = try stopwatch.measure(runs: 20_000) { _ in
                try template.render(values).target.utf8.count
            }
            report.line("Render search_contact with \(label)", measurement, against: .target(.microseconds(10)))
        }
        let template = try catalog.required("create_case").requests[0].template
        let values = TemplateValues(arguments: [
            "Subject": "Invoice amount discrepancy", "Description": "The amount doesn't match what was agreed.",
            "ContactId": "003Wq000001AbCdIAK", "Priority": "High", "Origin": "Phone",
        ])
        let measurement = try stopwatch.measure(runs: 20_000) { _ in
            let request = try template.render(values)
            return request.target.utf8.count + (request.body?.serialized().count ?? 0)
        }
        report.line("Render create_case with its body", measurement, against: .target(.microseconds(10)))
    }
}

extension Catalog {
    struct MissingAction: Error {
        let name: String
    }

    func required(_ name: String) throws(MissingAction) -> Action {
        guard let action = self[name] else { throw MissingAction(name: name) }
        return action
    }
}

import Actions

/// A query whose records are shown, and how.
struct RecordQuery: Sendable {
    struct Field: Sendable {
        var label: String
        var path: [String]
    }

    let text: String
    let fields: [Field]

    init(_ text: String, fields: [(String, [String])]) {
        self.text = text
        self.fields = fields.map { Field(label: $0, path: $1) }
    }

    var request: CRMRequest {
        CRMRequest(
            .get,
            segments: ["services", "data", "v\(TemplateCompiler.defaultVersion)", "query"],
            query: [.init(name: "q", value: text)]
        )
    }
}

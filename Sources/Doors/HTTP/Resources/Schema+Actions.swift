import Actions
import JSON

extension Schema {
    package static let template = Schema.named("Template", .object(actionFields))
    static let templateDetails = Schema.named(
        "TemplateDetails",
        .object(actionFields + [Field("requests", .list(of: actionRequest, atMost: 10))])
    )

    static let actionFields: [Field] = [
        Field("name", .text(.actionName)),
        Field("title", .text(upTo: 200)),
        .optional("group", .text(upTo: 100)),
        Field("description", .text(.upTo(4000, orEmpty: true)), "What the model is told."),
        Field("method", .choice(["GET", "POST", "PATCH", "DELETE"])),
        Field("confirm", .boolean, "Whether the caller must say yes first."),
        Field("destructive", .boolean),
        Field("read_only", .boolean),
        .optional("runs", .choice(["call_start"])),
        Field("parameters", .list(of: actionParameter, atMost: 200)),
    ]

    private static let actionParameter = Schema.named(
        "Parameter",
        .object([
            Field("name", .text(upTo: 200)),
            Field("type", .choice(Parameter.ValueType.named.map(\.name) + ["list"])),
            .optional("of", .choice(Parameter.ValueType.named.map(\.name))),
            .optional("location", .choice(["path", "query", "body"])),
            Field("required", .boolean),
            .optional("description", .text(upTo: 4000)),
            .optional("values", .list(of: .text(.upTo(500, orEmpty: true)), atMost: 1000)),
            .optional("open", .boolean, "Whether other values are taken too."),
            .optional("max", .integer(1...10_000_000)),
            .optional("default", .anything),
        ])
    )

    private static let actionRequest = Schema.named(
        "ActionRequest",
        .object([
            Field("as", .text(upTo: 200)),
            Field("method", .choice(["GET", "POST", "PATCH", "DELETE"])),
            Field("endpoint", .text(upTo: 100_000)),
            .optional("soql", .text(upTo: 100_000)),
            .optional("sosl", .text(upTo: 100_000)),
            .optional("body", .anything),
            .optional("only_with", .list(of: .text(upTo: 200), atMost: 200)),
        ])
    )
}

import HTTPTypes
import JSON

/// `/services/data/vXX.X` and `/composite`: where everything is.
struct RootResource: Sendable {
    var routes: [Route] { [Route("", [.get: list])] }

    /// What an org of all features has; much of it the sandbox does not answer.
    private static let resources: KeyValuePairs<String, String> = [
        "tooling": "tooling", "metadata": "metadata", "eclair": "eclair", "folders": "folders",
        "prechatForms": "prechatForms", "contact-tracing": "contact-tracing", "jsonxform": "jsonxform",
        "chatter": "chatter", "payments": "payments", "tabs": "tabs", "appMenu": "appMenu",
        "quickActions": "quickActions", "queryAll": "queryAll", "commerce": "commerce", "wave": "wave", "iot": "iot",
        "analytics": "analytics", "search": "search", "smartdatadiscovery": "smartdatadiscovery",
        "composite": "composite", "parameterizedSearch": "parameterizedSearch", "fingerprint": "fingerprint",
        "theme": "theme", "nouns": "nouns", "domino": "domino", "event": "event",
        "serviceTemplates": "serviceTemplates", "recent": "recent", "connect": "connect", "licensing": "licensing",
        "limits": "limits", "process": "process", "dedupe": "dedupe", "async-queries": "async-queries",
        "query": "query", "jobs": "jobs", "localizedvalue": "localizedvalue", "mobile": "mobile",
        "emailConnect": "emailConnect", "consent": "consent", "tokenizer": "tokenizer",
        "compactLayouts": "compactLayouts", "sobjects": "sobjects", "actions": "actions", "support": "support",
    ]

    private func list(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        var resources = JSONObject()
        for (name, path) in Self.resources { resources[name] = .string(request.path(to: path)) }
        let org = connection.org
        resources["identity"] = .string("\(request.origin)/id/\(org.organizationId)/\(connection.userId)")
        return .json(.object(resources))
    }
}

import HTTPTypes
import JSON

/// `/parameterizedSearch`: a search whose words and conditions are given one by one.
struct ParameterizedSearchResource: Sendable {
    var routes: [Route] { [Route("parameterizedSearch", [.get: searchByParameters, .post: searchByBody])] }

    private func searchByParameters(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        var search = ParameterizedSearch(words: request.query["q"] ?? "")
        search.scope = request.query["in"]
        search.fields = request.fields ?? []
        search.defaultLimit = request.query["defaultLimit"]
        search.overallLimit = request.query["overallLimit"]
        for name in request.query["sobject"]?.split(separator: ",").map(\.trimmed) ?? [] {
            search.objects.append(
                ParameterizedSearch.Part(
                    name: name,
                    fields: request.query["\(name).fields"]?.split(separator: ",").map(\.trimmed) ?? [],
                    condition: request.query["\(name).where"],
                    order: request.query["\(name).orderBy"],
                    limit: request.query["\(name).limit"]
                )
            )
        }
        return try answer(search, request, connection)
    }

    private func searchByBody(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let body = try request.json()
        guard body.object != nil else {
            throw .unreadable("object", token: FieldReader.token(of: body), at: (1, 1))
        }
        var search = ParameterizedSearch(words: body["q"]?.string ?? "")
        search.scope = body["in"]?.string
        search.fields = Self.texts(body["fields"])
        search.defaultLimit = Self.text(body["defaultLimit"])
        search.overallLimit = Self.text(body["overallLimit"])
        for object in body["sobjects"]?.array ?? [] {
            search.objects.append(
                ParameterizedSearch.Part(
                    name: object["name"]?.string ?? "",
                    fields: Self.texts(object["fields"]),
                    condition: object["where"]?.string,
                    order: object["orderBy"]?.string,
                    limit: Self.text(object["limit"])
                )
            )
        }
        return try answer(search, request, connection)
    }

    private func answer(
        _ search: ParameterizedSearch,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        guard !search.words.trimmed.isEmpty else {
            throw SalesforceError(status: 400, code: "MALFORMED_SEARCH", message: "No search term found.")
        }
        let found = try connection.search(search.sosl, apiVersion: request.apiVersion)
        return .json(["searchRecords": .array(found)])
    }

    private static func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }
    private static func text(_ value: JSONValue?) -> String? { value?.string ?? value?.number?.text }
}

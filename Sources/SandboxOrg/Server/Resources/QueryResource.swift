import HTTPTypes
import JSON

/// `/query` and `/queryAll`, and the pages of long results.
struct QueryResource: Sendable {
    let pages: QueryPages

    var routes: [Route] {
        [
            Route("query", [.get: query]), Route("queryAll", [.get: queryAll]),
            Route("query/{locator}", [.get: nextPage]), Route("queryAll/{locator}", [.get: nextPage]),
        ]
    }

    private func query(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try answer(request, connection, includesDeleted: false)
    }

    private func queryAll(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        try answer(request, connection, includesDeleted: true)
    }

    private func answer(
        _ request: RestRequest,
        _ connection: OrgConnection,
        includesDeleted: Bool
    ) throws(SalesforceError) -> RestResponse {
        guard let soql = request.query["q"], !soql.isEmpty else {
            throw SalesforceError(status: 400, code: "MALFORMED_QUERY", message: "A query string has to be specified")
        }
        return .json(try pages.first(of: soql, for: request, connection, includesDeleted: includesDeleted))
    }

    private func nextPage(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        .json(try pages.page(at: request.parameter("locator"), for: request, connection))
    }
}

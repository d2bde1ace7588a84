import HTTPTypes
import JSON

/// `/search`: what a SOSL search finds.
struct SearchResource: Sendable {
    /// From this version on the records are in an object; before, they are a bare array.
    private static let firstVersionWithObject = 37

    var routes: [Route] { [Route("search", [.get: search])] }

    private func search(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        guard let sosl = request.query["q"], !sosl.isEmpty else {
            throw SalesforceError(
                status: 400,
                code: "MALFORMED_SEARCH",
                message: "No search term found. The search term must be enclosed in braces."
            )
        }
        let found = JSONValue.array(try connection.search(sosl, apiVersion: request.apiVersion))
        guard request.majorVersion >= Self.firstVersionWithObject else { return .json(found) }
        return .json(["searchRecords": found])
    }
}

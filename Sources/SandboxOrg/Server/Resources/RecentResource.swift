import HTTPTypes
import JSON

/// `/recent`: what the user has had to do with last.
struct RecentResource: Sendable {
    static let standardLimit = 25
    static let largestLimit = 200

    var routes: [Route] { [Route("recent", [.get: read])] }

    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let wanted = request.query["limit"].flatMap { Int($0) } ?? Self.largestLimit
        let objects = connection.org.schema.objects.filter { $0.isCreateable && $0.nameField != nil }
        let recent = try connection.recentRecords(of: objects, limit: min(max(wanted, 0), Self.largestLimit))
        return .json(.array(recent.map { $0.json(apiVersion: request.apiVersion) }))
    }
}

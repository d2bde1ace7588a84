import HTTPTypes
import JSON

/// `/sobjects/User/{id}/password`: setting a user's password, or resetting it to one that is made up.
struct PasswordResource: Sendable {
    private static let lengthOfNew = 16

    var routes: [Route] { [Route("sobjects/User/{id}/password", [.get: read, .post: set, .delete: reset])] }

    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        _ = try userId(request, connection)
        return .json(["isExpired": false])
    }

    private func set(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let id = try userId(request, connection)
        guard let password = try request.json()["NewPassword"]?.string else { throw .missing("NewPassword") }
        try save(password, of: id, connection)
        return .noContent
    }

    private func reset(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let id = try userId(request, connection)
        // Whatever the rest is, it has a letter and a digit.
        let password = String.random(length: Self.lengthOfNew - 2) + "a1"
        try save(password, of: id, connection)
        return .json(["NewPassword": .string(password)])
    }

    private func save(_ password: String, of id: String, _ connection: OrgConnection) throws(SalesforceError) {
        let password = try UserPassword(password, of: id)
        try connection.perform { try password.save(in: connection.db) }
    }

    private func userId(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> String {
        let object = try connection.org.object("User")
        let id = try connection.org.recordId(request.parameter("id"), of: object)
        guard try connection.values(object, id) != nil else { throw .notFound }
        return id
    }
}

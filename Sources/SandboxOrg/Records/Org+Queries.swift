import Foundation
package import JSON

extension Org {
    /// The rows a SOQL query finds, as the REST API shows them: in the administrator's time zone unless another user
    /// asks.
    package func query(_ soql: String, as userId: String? = nil) async throws(SalesforceError) -> [JSONValue] {
        try await query(soql, as: userId, apiVersion: "59.0", includesDeleted: false).records
    }

    func query(
        _ soql: String,
        as userId: String?,
        apiVersion: String,
        includesDeleted: Bool
    ) async throws(SalesforceError) -> QueryResult {
        let engine = QueryEngine(schema: schema)
        let context = try await context(userId: userId, apiVersion: apiVersion, includesDeleted: includesDeleted)
        return try await read { try engine.run(soql, in: $0, context: context) }
    }

    /// The records a SOSL search finds.
    package func search(
        _ sosl: String,
        as userId: String? = nil,
        apiVersion: String = "59.0"
    ) async throws(SalesforceError) -> [JSONValue] {
        let engine = QueryEngine(schema: schema)
        let context = try await context(userId: userId, apiVersion: apiVersion, includesDeleted: false)
        return try await read { try engine.search(sosl, in: $0, context: context) }
    }

    func context(
        userId: String?,
        apiVersion: String,
        includesDeleted: Bool
    ) async throws(SalesforceError) -> QueryEngine.Context {
        let userId = userId ?? administratorId
        let zone = try await user(userId)?.timeZone.flatMap(TimeZone.init(identifier:))
        return QueryEngine.Context(
            now: now,
            timeZone: zone ?? .gmt,
            userId: userId,
            apiVersion: apiVersion,
            includesDeleted: includesDeleted
        )
    }
}

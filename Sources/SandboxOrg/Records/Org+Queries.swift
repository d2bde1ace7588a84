package import JSON

extension Org {
    /// The rows a SOQL query finds, as the REST API shows them: in the administrator's time zone unless another user
    /// asks.
    package func query(_ soql: String, as userId: String? = nil) async throws(SalesforceError) -> [JSONValue] {
        try await connected(for: .reading, as: userId) { connection throws(SalesforceError) in
            try connection.query(soql, apiVersion: "59.0").records
        }
    }

    func query(
        _ soql: String,
        as userId: String?,
        apiVersion: String,
        includesDeleted: Bool
    ) async throws(SalesforceError) -> QueryResult {
        try await connected(for: .reading, as: userId) { connection throws(SalesforceError) in
            try connection.query(soql, apiVersion: apiVersion, includesDeleted: includesDeleted)
        }
    }

    /// The records a SOSL search finds.
    package func search(
        _ sosl: String,
        as userId: String? = nil,
        apiVersion: String = "59.0"
    ) async throws(SalesforceError) -> [JSONValue] {
        try await connected(for: .reading, as: userId) { connection throws(SalesforceError) in
            try connection.search(sosl, apiVersion: apiVersion)
        }
    }
}

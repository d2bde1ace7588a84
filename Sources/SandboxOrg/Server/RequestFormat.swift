import HTTPTypes

/// The kinds of bodies the REST API reads.
enum RequestFormat {
    /// Refuses what does not say it is JSON. A request that says nothing is taken for JSON.
    static func check(_ request: RestRequest) throws(SalesforceError) {
        guard let type = request.headers[.contentType]?.split(separator: ";").first?.trimmed.lowercased() else {
            return
        }
        guard type == "application/json" else {
            throw SalesforceError(
                status: 415,
                code: "UNSUPPORTED_MEDIA_TYPE",
                message: "Content-Type '\(type)' is not supported. Use application/json."
            )
        }
    }
}

package import JSON

/// An error as Salesforce's REST API reports it: one element of the JSON array in the body, with its HTTP status.
package struct SalesforceError: Error, Sendable, Equatable {
    /// The HTTP status of the answer.
    package var status: Int
    /// Salesforce's `errorCode`, such as `MALFORMED_QUERY`.
    package var code: String
    package var message: String
    /// The names of the fields at fault. Errors of one record's values have the list, even when empty; others have none.
    package var fields: [String]?
    /// What else the element of the array has, such as the duplicates that were found.
    package var details: JSONObject = [:]

    package init(status: Int, code: String, message: String, fields: [String]? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields
    }
}

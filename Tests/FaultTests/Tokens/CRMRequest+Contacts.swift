import Actions

extension CRMRequest {
    /// Asks for the contacts.
    static let contacts = CRMRequest(
        .get,
        segments: ["services", "data", "v59.0", "query"],
        query: [.init(name: "q", value: "SELECT Id, LastName FROM Contact LIMIT 5")]
    )
}

import GRDB
import SOQL

extension QueryFault {
    /// What SQLite says of conditions that nest too deep for it.
    private static let complaintsAboutSize = ["parser stack overflow", "too large", "too many"]

    /// A query that SQLite would not run. That is the query's fault only when it is too complicated.
    init(_ error: any Error) {
        let complaint = (error as? DatabaseError)?.message ?? ""
        if let fault = error as? QueryFault {
            self = fault
        } else if Self.complaintsAboutSize.contains(where: complaint.contains) {
            self = .tooComplicated
        } else {
            self.init(.unknown, "An unexpected error occurred. \(error)")
        }
    }

    static let tooComplicated = QueryFault(
        .tooComplicated,
        "Query is either selecting too many fields or the filter conditions are too complicated."
    )

    /// The error as the API reports it.
    func error(in text: String, isSearch: Bool = false) -> SalesforceError {
        let code: Code = isSearch && code == .malformedQuery ? .malformedSearch : code
        let snippet = position.map { ErrorSnippet.text(of: text, at: $0) } ?? ""
        let status = code == .unknown ? 500 : 400
        return SalesforceError(status: status, code: code.rawValue, message: snippet + message)
    }
}

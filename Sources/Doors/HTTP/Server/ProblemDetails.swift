package import HTTPTypes
import JSON

/// Why a request was not carried out, as RFC 9457 has it.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9457
package struct ProblemDetails: Error, Hashable, Sendable {
    /// One thing that is wrong in what was sent.
    package struct Fault: Hashable, Sendable {
        /// Where it stands: a JSON pointer into the body, or the name of a query parameter.
        package var place: String
        /// One sentence with the remedy.
        package var detail: String

        package init(place: String, detail: String) {
            self.place = place
            self.detail = detail
        }
    }

    package var status: HTTPResponse.Status
    /// The kind of problem in lower snake case; clients branch on it.
    package var code: String
    /// One sentence that says what to do.
    package var detail: String
    /// What is wrong, each by itself. Empty when the sentence says it all.
    package var faults: [Fault]
    /// What else the answer's head says: `Retry-After`, `Allow`.
    package var headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ detail: String,
        faults: [Fault] = [],
        headers: HTTPFields = HTTPFields()
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    func json(requestID: String?) -> JSONValue {
        var object: JSONObject = [
            "type": .string("urn:switchboard:problem:\(code)"), "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(status.code)), "code": .string(code), "detail": .string(detail),
        ]
        if !faults.isEmpty {
            object["errors"] = .array(
                faults.map { ["place": .string($0.place), "detail": .string($0.detail)] }
            )
        }
        if let requestID { object["request_id"] = .string(requestID) }
        return .object(object)
    }
}

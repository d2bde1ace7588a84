package import HTTPTypes
import JSON

/// Why a request was not carried out, as RFC 9457 has it.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9457
package struct ProblemDetails: Error, Hashable, Sendable {
    package var status: HTTPResponse.Status
    /// The kind of problem in lower snake case; clients branch on it.
    package var code: String
    /// One sentence that says what to do.
    package var detail: String

    package init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    var json: JSONValue {
        [
            "type": .string("urn:switchboard:problem:\(code)"), "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(status.code)), "code": .string(code), "detail": .string(detail),
        ]
    }
}

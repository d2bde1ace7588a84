import FoundationEssentials
import HTTPTypes
import JSON

/// `/services/Soap/u/VERSION` and `/services/Soap/c/VERSION`, of which only logging in and out are answered.
struct SoapLogin: Sendable {
    let logIn: LogIn
    let sessions: SessionRegistry

    func respond(to request: RestRequest) async -> RestResponse {
        guard request.path.count >= 4, let namespace = Self.namespaces[request.path[2]],
            let version = try? APIVersion(segment: "v\(request.path[3])")
        else { return .failure(.notFound) }
        guard request.method == .post else {
            return fault(code: "soapenv:Client", text: "this endpoint takes POST", namespace: namespace, status: 405)
        }
        guard let envelope = try? XMLElement(parsing: request.body), envelope.name == "Envelope",
            let operation = envelope.children.first(where: { $0.name == "Body" })?.children.first
        else { return fault(code: "soapenv:Client", text: "the request is no SOAP envelope", namespace: namespace) }
        switch operation.name {
        case "login":
            return await logIn(operation, kind: request.path[2], version: version.text, request, namespace)
        case "logout":
            guard let token = envelope.first("sessionId")?.text, sessions.revoke(token) else {
                return fault(
                    exception: "INVALID_SESSION_ID",
                    "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session "
                        + "hash.",
                    type: "UnexpectedErrorFault",
                    namespace: namespace
                )
            }
            return envelopeResponse("<logoutResponse/>", namespace: namespace)
        default:
            let name = "{\(namespace)}\(operation.name)".escapedAsMarkup
            return fault(
                code: "soapenv:Client",
                text: "No operation available for request \(name)",
                namespace: namespace
            )
        }
    }

    private func logIn(
        _ operation: XMLElement,
        kind: String,
        version: String,
        _ request: RestRequest,
        _ namespace: String
    ) async -> RestResponse {
        let username = operation.first("username")?.text ?? ""
        let password = operation.first("password")?.text ?? ""
        guard let user = try? await logIn.user(named: username, password: password), user.isActive,
            let record = try? await logIn.org.record("User", user.id)
        else {
            return fault(
                exception: "INVALID_LOGIN",
                "Invalid username, password, security token; or user locked out.",
                type: "LoginFault",
                namespace: namespace
            )
        }
        let token = sessions.begin(userId: user.id)
        let result = LoginResult(
            user: record,
            organizationId: logIn.org.organizationId,
            organizationName: await organizationName(),
            sessionId: token,
            sessionSeconds: Int(sessions.sessionLength),
            origin: request.origin,
            kind: kind,
            version: version
        )
        return envelopeResponse("<loginResponse>\(result.markup)</loginResponse>", namespace: namespace)
    }

    private func organizationName() async -> String {
        let organization = try? await logIn.org.record("Organization", logIn.org.organizationId, fields: ["Name"])
        return organization?["Name"]?.string ?? ""
    }

    private func envelopeResponse(_ body: String, namespace: String, status: Int = 200) -> RestResponse {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope \
            xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="\(namespace)" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>\(body)</soapenv:Body></soapenv:Envelope>
            """
        return RestResponse(status: status, .bytes(Array(text.utf8), contentType: "text/xml;charset=UTF-8"))
    }

    private func fault(exception code: String, _ message: String, type: String, namespace: String) -> RestResponse {
        let detail = """
            <detail><sf:\(type) xsi:type="sf:\(type)"><sf:exceptionCode>\(code)</sf:exceptionCode>\
            <sf:exceptionMessage>\(message)</sf:exceptionMessage></sf:\(type)></detail>
            """
        return fault(code: "sf:\(code)", text: "\(code): \(message)", detail: detail, namespace: namespace)
    }

    private func fault(
        code: String,
        text: String,
        detail: String = "",
        namespace: String,
        status: Int = 500
    ) -> RestResponse {
        let kind = namespace.contains("enterprise") ? "enterprise" : "partner"
        let body = """
            <soapenv:Fault xmlns:sf="urn:fault.\(kind).soap.sforce.com"><faultcode>\(code)</faultcode>\
            <faultstring>\(text)</faultstring>\(detail)</soapenv:Fault>
            """
        return envelopeResponse(body, namespace: namespace, status: status)
    }

    /// The namespaces of the partner's and the enterprise's description of the service.
    private static let namespaces = ["u": "urn:partner.soap.sforce.com", "c": "urn:enterprise.soap.sforce.com"]
}

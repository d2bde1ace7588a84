import HTTPTypes
import JSON

/// `/composite`: requests that may use each other's results, in one.
struct CompositeResource: Sendable {
    private static let largestCount = 25
    private static let largestQueryCount = 5

    /// What its parts may be for.
    let router: ResourceRouter

    var routes: [Route] { [Route("composite", [.get: list, .post: run])] }

    private struct Part {
        var reference: String
        var subrequest: Subrequest
    }

    private struct Outcome {
        var reference: String
        var response: RestResponse

        /// Whether a request that is all or none fails with it.
        var isFailure: Bool { response.status >= 300 && response.status != 304 }
    }

    private func list(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let names = ["tree", "batch", "sobjects"]
        let paths = names.map { JSONObject.Member(key: $0, value: .string(request.path(to: "composite/\($0)"))) }
        return .json(.object(paths.reduce(into: JSONObject()) { $0[$1.key] = $1.value }))
    }

    private func run(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let body = try request.json()
        let parts = try parts(of: body)
        let isAllOrNone = try body.flag("allOrNone")
        var outcomes: [Outcome] = []
        do throws(SalesforceError) {
            try connection.attempt { () throws(SalesforceError) in
                outcomes = outcomesOf(parts, isAllOrNone: isAllOrNone, request, connection)
                if isAllOrNone, outcomes.contains(where: \.isFailure) { throw Self.halted }
            }
        } catch {
            guard error == Self.halted else { throw error }
            for index in outcomes.indices where !outcomes[index].isFailure {
                outcomes[index].response = .failure(Self.halted)
            }
        }
        return .json(["compositeResponse": .array(outcomes.map(json))])
    }

    /// Runs the parts in their order; when all or none is wanted, those after the first that fails are not tried.
    private func outcomesOf(
        _ parts: [Part],
        isAllOrNone: Bool,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) -> [Outcome] {
        var results = SubrequestResults()
        var outcomes: [Outcome] = []
        var isHalted = false
        for (index, part) in parts.enumerated() {
            let response: RestResponse
            do throws(SalesforceError) {
                if isHalted { throw Self.halted }
                if let refusal = request.refusals[index] { throw refusal }
                let inner = try part.subrequest.request(within: request) { text throws(SalesforceError) in
                    try results.resolve(text)
                }
                response = router.respond(to: inner, with: connection)
            } catch {
                response = .failure(error)
            }
            let outcome = Outcome(reference: part.reference, response: response)
            if case .json(let body) = response.body, !outcome.isFailure { results.keep(body, as: part.reference) }
            isHalted = isHalted || (isAllOrNone && outcome.isFailure)
            outcomes.append(outcome)
        }
        return outcomes
    }

    private static let halted = SalesforceError(
        status: 400,
        code: "PROCESSING_HALTED",
        message: "The transaction was rolled back since another operation in the same transaction failed."
    )

    /// The headers that are shown, as they are spelled.
    private static let headers: [(HTTPField.Name, String)] = [
        (.eTag, "ETag"), (.lastModified, "Last-Modified"), (.location, "Location"),
    ]

    private func json(_ outcome: Outcome) -> JSONValue {
        var headers = JSONObject()
        for (field, name) in Self.headers { headers[name] = outcome.response.headers[field].map(JSONValue.string) }
        return [
            "body": outcome.response.compositeBody, "httpHeaders": .object(headers),
            "httpStatusCode": .number(JSONNumber(outcome.response.status)),
            "referenceId": .string(outcome.reference),
        ]
    }

    // MARK: Reading the request

    private func parts(of body: JSONValue) throws(SalesforceError) -> [Part] {
        let elements = try body.list("compositeRequest")
        guard elements.count <= Self.largestCount else {
            throw .limitExceeded("The request can’t contain more than \(Self.largestCount) operations.")
        }
        var parts: [Part] = []
        for element in elements { parts.append(try part(element)) }
        let references = parts.map(\.reference)
        if let twice = references.first(where: { name in references.count(where: { $0 == name }) > 1 }) {
            throw .badRequest("The referenceId '\(twice)' is not unique in the request.")
        }
        let queries = parts.count(where: { Self.isCostly($0.subrequest.target) })
        guard queries <= Self.largestQueryCount else {
            throw .limitExceeded(
                "The request can’t contain more than \(Self.largestQueryCount) query and sObject Collections operations."
            )
        }
        return parts
    }

    private func part(_ element: JSONValue) throws(SalesforceError) -> Part {
        guard let reference = element["referenceId"]?.string else {
            throw .badRequest("A subrequest has no referenceId.")
        }
        guard Self.isReference(reference) else {
            throw .badRequest(
                "Provided referenceId ('\(reference)') must start with a letter or a number, and it can contain only "
                    + "letters, numbers and underscores ('_')."
            )
        }
        guard let method = element["method"]?.string.flatMap({ HTTPRequest.Method(rawValue: $0) }),
            let target = element["url"]?.string
        else { throw .badRequest("The subrequest '\(reference)' needs a method and a url.") }
        var headers = HTTPFields()
        for member in element["httpHeaders"]?.object ?? [:] {
            if let name = HTTPField.Name(member.key), let value = member.value.string { headers[name] = value }
        }
        let body = element["body"].flatMap { $0.isNull ? nil : $0 }
        return Part(
            reference: reference,
            subrequest: Subrequest(method: method, target: target, headers: headers, body: body)
        )
    }

    private static func isReference(_ text: String) -> Bool {
        let isWord = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isWord && text.first.map { $0 != "_" } ?? false
    }

    /// Whether a part is one of those of which there may be fewer.
    private static func isCostly(_ target: String) -> Bool {
        let resource = RestRequest.parts(of: target).path.dropFirst(3)
        return ["query", "queryAll", "composite"].contains(resource.first)
    }
}

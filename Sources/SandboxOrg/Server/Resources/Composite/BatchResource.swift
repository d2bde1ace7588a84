import HTTPTypes
import JSON

/// `/composite/batch`: requests that have nothing to do with each other, in one.
struct BatchResource: Sendable {
    private static let largestCount = 25

    /// What its parts may be for.
    let router: ResourceRouter
    let usage: APIUsage

    var routes: [Route] { [Route("composite/batch", [.post: run])] }

    private func run(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let body = try request.json()
        let elements = try body.list("batchRequests")
        guard elements.count <= Self.largestCount else {
            throw .limitExceeded("The request can’t contain more than \(Self.largestCount) operations.")
        }
        var subrequests: [Subrequest] = []
        for element in elements { subrequests.append(try subrequest(element)) }
        // The batch is one of them already.
        for _ in subrequests.dropFirst() { try usage.countRequest() }
        let haltsOnError = try body.flag("haltOnError")
        var responses: [RestResponse] = []
        for (index, subrequest) in subrequests.enumerated() {
            if haltsOnError, responses.contains(where: { $0.status >= 400 }) {
                responses.append(.failure(Self.halted))
            } else if let refusal = request.refusals[index] {
                responses.append(.failure(refusal))
            } else {
                responses.append(response(to: subrequest, within: request, connection))
            }
        }
        return .json([
            "hasErrors": .boolean(responses.contains { $0.status >= 400 }),
            "results": .array(
                responses.map { response in
                    [
                        "statusCode": .number(JSONNumber(response.status)), "result": response.compositeBody,
                    ]
                }
            ),
        ])
    }

    private static let halted = SalesforceError(
        status: 412,
        code: "BATCH_PROCESSING_HALTED",
        message: "A previous subrequest was unsuccessful, and the batch was to halt on errors."
    )

    private func response(
        to subrequest: Subrequest,
        within request: RestRequest,
        _ connection: OrgConnection
    ) -> RestResponse {
        do throws(SalesforceError) {
            return router.respond(to: try subrequest.request(within: request), with: connection)
        } catch {
            return .failure(error)
        }
    }

    private func subrequest(_ element: JSONValue) throws(SalesforceError) -> Subrequest {
        guard let method = element["method"]?.string.flatMap({ HTTPRequest.Method(rawValue: $0) }),
            let url = element["url"]?.string
        else { throw .badRequest("A subrequest needs a method and a url.") }
        return Subrequest(
            method: method,
            target: Subrequest.target(ofURL: url),
            headers: HTTPFields(),
            body: element["richInput"].flatMap { $0.isNull ? nil : $0 }
        )
    }
}

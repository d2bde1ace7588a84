import HTTPTypes

/// Finds the resource that a path below `/services/data/vXX.X` names.
struct ResourceRouter: Sendable {
    private let routes: [Route]

    init(_ routes: [Route]) { self.routes = routes }

    /// What answers the request, and the request with its parameters.
    func handler(for request: RestRequest) throws(SalesforceError) -> (Route.Handler, RestRequest) {
        var request = request
        var refusal = SalesforceError.notFound
        for route in routes {
            guard let parameters = route.parameters(in: request.resource) else { continue }
            do throws(SalesforceError) {
                let handler = try route.handler(for: request.method)
                request.parameters = parameters
                return (handler, request)
            } catch {
                // Another resource of the same path may take the method; when none does, the first one says so.
                if refusal.status == 404 { refusal = error }
            }
        }
        throw refusal
    }

    /// Answers a part of a composite request. What a part that fails has written is undone.
    func respond(to request: RestRequest, with connection: OrgConnection) -> RestResponse {
        do throws(SalesforceError) {
            let (handler, request) = try handler(for: request)
            return try connection.attempt { () throws(SalesforceError) in try handler(request, connection) }
        } catch {
            return .failure(error)
        }
    }
}

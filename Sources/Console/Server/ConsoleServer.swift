import Calls
import Doors
import HTTPTypes
import Hummingbird
import Platforms
import Workspace

/// Takes each request of a browser along the same way: who asks, whether they may, whether the form is theirs, and then
/// the page.
struct ConsoleServer: Sendable {
    let pages: [any ConsolePage]
    let admission: Admission
    let audit: AuditTrail
    let renderer: PageRenderer
    let assets: ConsoleAssets

    /// The longest form, in bytes.
    private static let maximumFormLength = 1_000_000
    private static let strangersFormLength = 64_000

    func add(to router: Router<DoorContext>) {
        router.add(middleware: NotFoundPages(server: self))
        router.get("assets/{name}") { request, context in
            try assets.response(to: request, name: context.parameters.get("name") ?? "")
        }
        for route in pages.flatMap(\.routes) {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await answer(request, on: route, context)
            }
        }
    }

    private func answer(_ request: Request, on route: ConsoleRoute, _ context: DoorContext) async -> Response {
        let writer = ResponseWriter(request: request, context: context, server: self)
        var principal: Principal?
        do {
            // A browser that is sent on to such a path takes its beginning for the name of another site.
            guard !request.uri.path.hasPrefix("//") else { throw HTTPError(.notFound) }
            principal = try await self.principal(request, context, for: route.access)
            let visit = try await visit(request, context, route, principal, writer)
            let answer = try await noted(visit, on: route)
            return writer.response(to: answer, for: principal, on: route)
        } catch {
            return writer.response(explaining: error, for: principal)
        }
    }

    /// Who asks; nil on pages for anyone.
    func principal(
        _ request: Request,
        _ context: DoorContext,
        for access: Access
    ) async throws -> Principal? {
        let requester = try await admission.requester(of: request, context, for: access)
        guard access != .anyone else { return nil }
        // Pages are for browsers: programs have the API, where no form has to be theirs.
        guard case .person(let principal) = requester, case .session = principal.proof else {
            throw ProblemDetails(.unauthorized, "session_only", "Sign in to see this.")
        }
        return principal
    }

    private func visit(
        _ request: Request,
        _ context: DoorContext,
        _ route: ConsoleRoute,
        _ principal: Principal?,
        _ writer: ResponseWriter
    ) async throws -> Visit {
        var form = FormValues()
        if request.method == .post {
            try writer.sender.checkSameOrigin()
            let longest = principal == nil ? Self.strangersFormLength : Self.maximumFormLength
            let body = try await request.collectedBody(upTo: longest)
            guard let text = String(validating: body, as: UTF8.self), let values = FormValues(encoded: text) else {
                throw ProblemDetails(.badRequest, "invalid_form", "This form can't be read.")
            }
            guard writer.token(for: principal)?.isRight(values["csrf"]) == true else {
                throw ProblemDetails(
                    .forbidden,
                    "foreign_form",
                    "This form is too old, or comes from elsewhere. Nothing was changed: go back, load the page again "
                        + "and send it once more. Your browser has to accept cookies for it."
                )
            }
            form = values
        }
        guard let query = FormValues(encoded: request.uri.query ?? "") else {
            throw ProblemDetails(.badRequest, "invalid_query", "This address can't be read.")
        }
        var path: [String: String] = [:]
        for name in route.pathParameters {
            let raw = context.parameters.get(name) ?? ""
            guard let value = PercentDecoding.decode(raw, plusIsSpace: false), !value.contains("\0") else {
                throw HTTPError(.notFound)
            }
            path[name] = value
        }
        return Visit(
            principal: principal,
            path: path,
            query: query,
            form: form,
            origin: writer.sender.origin,
            address: writer.sender.address,
            device: writer.sender.device,
            session: principal == nil ? nil : writer.sender.session
        )
    }

    /// Lets the page answer, and writes down what was changed or tried, as the HTTP API does.
    private func noted(_ visit: Visit, on route: ConsoleRoute) async throws -> ConsoleAnswer {
        guard let record = route.record else { return try await route.handler(visit) }
        func note(_ outcome: String) async {
            await audit.note(
                AuditEntry(
                    record.kind,
                    by: visit.principal?.person.id,
                    asking: record.operation,
                    about: route.pathParameters.map { ($0, visit.parameter($0)) },
                    from: visit.address,
                    outcome: outcome
                )
            )
        }
        do {
            let answer = try await route.handler(visit)
            // A form that comes back with its mistakes marked did nothing.
            await note(answer.refusal ?? "done")
            return answer
        } catch {
            await note((error as? ProblemDetails ?? ProblemDetails(explaining: error))?.code ?? "failed")
            throw error
        }
    }
}

/// Answers a browser that asks for a page there is none of.
private struct NotFoundPages: RouterMiddleware {
    typealias Context = DoorContext

    let server: ConsoleServer

    func handle(
        _ request: Request,
        context: DoorContext,
        next: @concurrent (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && isForPerson(request) {
            let writer = ResponseWriter(request: request, context: context, server: server)
            return writer.response(explaining: error, for: nil)
        }
    }

    private func isForPerson(_ request: Request) -> Bool {
        request.method == .get && request.headers[.accept]?.contains("text/html") == true
            && !request.uri.path.hasPrefix("/v1/")
    }
}

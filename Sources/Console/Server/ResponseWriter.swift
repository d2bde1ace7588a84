import Doors
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platforms
import ServiceLifecycle
import Workspace

/// Turns answers into what goes out to one browser.
struct ResponseWriter {
    let request: Request
    let context: DoorContext
    let server: ConsoleServer
    let sender: RequestSender
    /// The random cookie of a visitor without a session, and whether the browser has it already.
    private let visitor: (secret: Secret, isNew: Bool)

    private static let visitorCookie = "switchboard_visit"
    private static let noticeCookie = "switchboard_notice"

    init(request: Request, context: DoorContext, server: ConsoleServer) {
        self.request = request
        self.context = context
        self.server = server
        sender = server.admission.sender(of: request, context)
        if let known = request.cookies[Self.visitorCookie]?.value, (32...64).contains(known.utf8.count) {
            visitor = (Secret(known), false)
        } else {
            visitor = (Secret(RandomText.hexadecimal(bytes: 16)), true)
        }
    }

    /// What makes forms the browser's own; nil where there is nothing it could be bound to.
    func token(for principal: Principal?) -> FormToken? {
        principal == nil ? (visitor.isNew ? nil : FormToken(of: visitor.secret)) : sender.session.map(FormToken.init)
    }

    // MARK: Answers

    func response(to answer: ConsoleAnswer, for principal: Principal?, on route: ConsoleRoute) -> Response {
        var response: Response
        switch answer.content {
        case .page(let page):
            response = html(page, status: answer.status, for: principal)
        case .redirect(let path):
            response = Response(status: answer.status, headers: [.location: path])
        case .onward(let url):
            response = onward(to: url, for: principal)
        case .live(let fragment):
            return live(fragment, for: principal, on: route)
        }
        for cookie in answer.cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        if let text = answer.notice {
            let notice = Notice(text: text, isRefusal: answer.refusal != nil)
            guard let sealed = token(for: principal)?.sealed(notice) else { return response }
            set(Self.noticeCookie, sealed, lifetime: 60, in: &response)
        }
        return response
    }

    /// The page that says what went wrong, or where to sign in.
    func response(explaining error: any Error, for principal: Principal?) -> Response {
        let problem = Self.problem(error)
        if problem.status == .unauthorized, principal == nil { return signInFirst() }
        if problem.status.code >= 500 {
            // Only the kind of an error is logged: its text may hold what a caller said.
            let kind = String(reflecting: type(of: error))
            context.logger.error("A page failed.", metadata: ["error": .string(kind), "code": .string(problem.code)])
        }
        let view = FailureView(problem, requestID: context.requestID)
        let page = ConsoleAnswer.Page(title: view.title, template: "failure", view: view)
        var response = html(page, status: problem.status, for: principal)
        response.headers[.retryAfter] = problem.headers[.retryAfter]
        return response
    }

    private static func problem(_ error: any Error) -> ProblemDetails {
        if let problem = error as? ProblemDetails { return problem }
        if let problem = ProblemDetails(explaining: error) { return problem }
        if let error = error as? HTTPError, error.status == .notFound {
            return ProblemDetails(.notFound, "no_such_page", "")
        }
        return ProblemDetails(.internalServerError, "internal_error", "")
    }

    private func signInFirst() -> Response {
        let target = request.uri.string
        // The browser keeps the session to itself when another site leads here. From a page of ours it shows it.
        if request.method == .get, sender.session == nil, request.headers[.secFetchSite] == "cross-site" {
            return onward(to: target, for: nil)
        }
        let next = request.method == .get && target != "/" ? "?next=\(target.percentEncoded)" : ""
        return Response(status: .seeOther, headers: [.location: "/sign-in\(next)"])
    }

    private func onward(to url: String, for principal: Principal?) -> Response {
        let page = ConsoleAnswer.Page(title: "One moment", template: "onward", view: OnwardView())
        return html(page, status: .ok, for: principal, onward: url)
    }

    // MARK: Parts of pages

    /// The part as it is now, and again whenever it has changed, for as long as whoever asks may see it.
    private func live(_ fragment: LiveFragment, for principal: Principal?, on route: ConsoleRoute) -> Response {
        let frame = frame(title: "", sender.session.map(FormToken.init), for: principal)
        let (request, context, server) = (request, context, server)
        return EventStream.response { stream in
            var changes = fragment.changes().makeAsyncIterator()
            var shown = ""
            repeat {
                // A session can end, and a role change, while its browser looks on.
                let now = try? await server.principal(request, context, for: route.access)
                guard let now, now.role == principal?.role, let sight = try? await fragment.look() else {
                    return try await stream.send("gone", as: "gone")
                }
                let page = ConsoleAnswer.Page(title: "", template: fragment.template, view: sight.view)
                let html = server.renderer.html(page, in: frame) ?? ""
                if html != shown {
                    try await stream.send(html)
                    shown = html
                } else {
                    try await stream.keepAliveIfSilent()
                }
                if sight.isLast { return try await stream.send("done", as: "done") }
            } while await changes.next() != nil && !Task.isShuttingDownGracefully
        }
    }

    // MARK: Pages

    private func html(
        _ page: ConsoleAnswer.Page,
        status: HTTPResponse.Status,
        for principal: Principal?,
        onward: String? = nil
    ) -> Response {
        let token = principal == nil ? FormToken(of: visitor.secret) : sender.session.map(FormToken.init)
        let notice = request.cookies[Self.noticeCookie].flatMap { token?.notice(in: $0.value) }
        var frame = frame(title: page.title, token, for: principal)
        frame.notice = notice
        frame.onward = onward
        let html = server.renderer.html(page, in: frame) ?? ""
        var response = Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: Self.policy,
                // Nobody finds it in the browser's history after signing out.
                .cacheControl: "no-store",
                // With none at all a browser would not say that a form is sent by the page's own site.
                .referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
        if principal == nil, visitor.isNew {
            set(Self.visitorCookie, visitor.secret.text, lifetime: 86_400, in: &response)
        }
        if notice != nil { set(Self.noticeCookie, "", lifetime: 0, in: &response) }
        return response
    }

    private func frame(title: String, _ token: FormToken?, for principal: Principal?) -> PageFrame {
        PageFrame(
            title: title,
            navigation: principal == nil ? [] : navigation,
            person: principal?.person.name,
            mayChange: principal?.role == .owner,
            role: principal?.role.rawValue,
            notice: nil,
            formToken: token?.text ?? "",
            onward: nil,
            assets: server.assets.addresses
        )
    }

    private static let policy = [
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private var navigation: [PageFrame.Entry] {
        let path = request.uri.path
        return server.pages.compactMap(\.navigation).map { item in
            let isCurrent = path == item.path || item.path != "/" && path.hasPrefix(item.path + "/")
            return PageFrame.Entry(title: item.title, path: item.path, isCurrent: isCurrent)
        }
    }

    private func set(_ name: String, _ value: String, lifetime: Int, in response: inout Response) {
        let secure = sender.origin.hasPrefix("https://") ? "; Secure" : ""
        let cookie = "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(lifetime)\(secure)"
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
    }
}

/// A page that only leads on.
private struct OnwardView: Sendable {}

/// What went wrong, for people.
private struct FailureView: Sendable {
    let title: String
    let detail: String
    let requestID: String

    init(_ problem: ProblemDetails, requestID: String) {
        self.requestID = requestID
        switch problem.status {
        case .notFound:
            title = "There is nothing here"
            detail = "What you are looking for was removed, or never was. Look for it in the lists."
        case .forbidden:
            title = "This is not for you"
            detail = problem.detail
        case .tooManyRequests:
            title = "Too fast"
            detail = problem.detail
        case .internalServerError:
            title = "Something went wrong here"
            detail = "Nothing you did. If it happens again, tell whoever runs the server."
        default:
            title = "That did not work"
            detail = problem.detail
        }
    }
}

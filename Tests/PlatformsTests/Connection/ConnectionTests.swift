import Actions
import JSON
import NIOHTTP1
import Synchronization
import Testing

@testable import Platforms

/// A connection against a real socket.
struct ConnectionTests {
    private static let transport = HTTPTransport(maximumAnswerSize: 100_000)
    private static let read = CRMRequest(
        .get,
        segments: ["services", "data", "v59.0", "query"],
        query: [.init(name: "q", value: "SELECT Id FROM Contact WHERE Name LIKE 'O\\'B%'")]
    )
    private static let create = CRMRequest(
        .post,
        segments: ["services", "data", "v59.0", "sobjects", "Case"],
        body: ["Subject": "Leak"]
    )
    private static let update = CRMRequest(
        .patch,
        segments: ["services", "data", "v59.0", "sobjects", "Case", "500000000000001AAA"],
        body: ["Status": "Closed"]
    )
    private static let delete = CRMRequest(
        .delete,
        segments: ["services", "data", "v59.0", "sobjects", "Case", "500000000000001AAA"]
    )
    private static let expired = ScriptedServer.Reply.json(
        401,
        #"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#
    )
    private static let locked = ScriptedServer.Reply.json(
        400,
        #"[{"message":"unable to obtain exclusive access","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}]"#
    )
    private static let created = ScriptedServer.Reply.json(201, #"{"id":"500","success":true,"errors":[]}"#)
    private static let page = "<html><body>We are down for maintenance.</body></html>"

    private func connection(
        port: Int,
        tokens: any AccessTokenSource = FixedToken("secret")
    ) throws -> Connection {
        let policy = RetryPolicy(firstPause: .milliseconds(1), longestPause: .milliseconds(2))
        let instance = try #require(InstanceURL("http://127.0.0.1:\(port)"))
        return Connection(to: instance, tokens: tokens, transport: Self.transport, policy: policy)
    }

    private func send(
        _ request: CRMRequest,
        to server: ScriptedServer,
        tokens: any AccessTokenSource = FixedToken("secret"),
        within time: Duration = .seconds(20)
    ) async throws -> CRMResponse {
        try await connection(port: server.port, tokens: tokens).send(request, deadline: .now + time)
    }

    private func failure(
        of request: CRMRequest,
        at server: ScriptedServer,
        tokens: any AccessTokenSource = FixedToken("secret"),
        within time: Duration = .seconds(20)
    ) async throws -> CRMError {
        try await #require(throws: CRMError.self) {
            try await send(request, to: server, tokens: tokens, within: time)
        }
    }

    @Test func `a request goes out encoded, with the token, and its JSON comes back with the usage`() async throws {
        let reply = ScriptedServer.Reply.answer(
            200,
            [("Content-Type", "application/json;charset=UTF-8"), ("Sforce-Limit-Info", "api-usage=18/5000")],
            #"{"totalSize":0,"done":true,"records":[]}"#
        )
        try await ScriptedServer.run([reply]) { server in
            let response = try await send(Self.read, to: server)
            #expect(response.json == ["totalSize": 0, "done": true, "records": []])
            #expect(response.usage == APIUsage(organization: .init(used: 18, granted: 5000)))
            let request = try #require(server.received.first)
            #expect(request.method == "GET")
            #expect(request.target == Self.read.target)
            #expect(request.headers["Authorization"] == ["Bearer secret"])
            #expect(!request.headers.contains(name: "Content-Type"))
        }
    }

    @Test func `a body is sent as JSON with its length`() async throws {
        try await ScriptedServer.run([Self.created]) { server in
            let response = try await send(Self.create, to: server)
            #expect(response.status == 201)
            let request = try #require(server.received.first)
            #expect(request.body == #"{"Subject":"Leak"}"#)
            #expect(request.headers["Content-Length"] == ["18"])
            #expect(request.headers["Content-Type"] == ["application/json; charset=UTF-8"])
        }
    }

    @Test func `a compressed answer is read`() async throws {
        let text = #"{"records":[\#(Array(repeating: #"{"Id":"003"}"#, count: 500).joined(separator: ","))]}"#
        try await ScriptedServer.run([.json(200, text)], compresses: true) { server in
            let response = try await send(Self.read, to: server)
            #expect(response.json?["records"]?.array?.count == 500)
            #expect(server.received.first?.headers["Accept-Encoding"] == ["gzip, deflate"])
        }
    }

    @Test func `an empty 204 is a success`() async throws {
        try await ScriptedServer.run([.answer(204, [], "")]) { server in
            let response = try await send(Self.update, to: server)
            #expect(response == CRMResponse(status: 204, body: .empty))
        }
    }

    @Test func `a rejected token is renewed once and the request sent again`() async throws {
        let tokens = RecordedTokens("old", replacements: ["new"])
        try await ScriptedServer.run([Self.expired, Self.created]) { server in
            let response = try await send(Self.create, to: server, tokens: tokens)
            #expect(response.status == 201)
            #expect(server.received.map { $0.headers["Authorization"] } == [["Bearer old"], ["Bearer new"]])
            #expect(tokens.rejected == ["old"])
        }
    }

    @Test func `a token rejected twice ends the request`() async throws {
        let tokens = RecordedTokens("old", replacements: ["new", "newer"])
        try await ScriptedServer.run([Self.expired, Self.expired]) { server in
            let error = try await failure(of: Self.create, at: server, tokens: tokens)
            #expect(error.kind == .sessionInvalid)
            #expect(!error.mayHaveBeenWritten)
            #expect(server.received.count == 2)
            #expect(tokens.rejected == ["old"])
        }
    }

    @Test func `a fixed token that is rejected ends the request`() async throws {
        try await ScriptedServer.run([Self.expired]) { server in
            let error = try await failure(of: Self.read, at: server)
            #expect(error.kind == .sessionInvalid)
            #expect(error.errorCode == "INVALID_SESSION_ID")
        }
    }

    @Test func `a refused connection has written nothing`() async throws {
        let port = try await ScriptedServer.run([]) { $0.port }
        let connection = try connection(port: port)
        let error = try await #require(throws: CRMError.self) {
            try await connection.send(Self.create, deadline: .now + .seconds(20))
        }
        #expect(error.kind == .unreachable)
        #expect(!error.mayHaveBeenWritten)
    }

    @Test(arguments: [ScriptedServer.Reply.closeAfterHead, .closeAfterRequest])
    func `a create whose answer is lost is not sent again and may have been written`(
        _ reply: ScriptedServer.Reply
    ) async throws {
        try await ScriptedServer.run([reply, Self.created]) { server in
            let error = try await failure(of: Self.create, at: server)
            #expect(error.kind == .unreachable)
            #expect(error.mayHaveBeenWritten)
            #expect(server.received.count == 1)
        }
    }

    @Test(arguments: [read, update, delete])
    func `what can be repeated is sent again after a lost answer`(_ request: CRMRequest) async throws {
        try await ScriptedServer.run([.closeAfterRequest, .answer(204, [], "")]) { server in
            let response = try await send(request, to: server)
            #expect(response.status == 204)
            #expect(server.received.count == 2)
        }
    }

    @Test func `a deletion that the lost attempt carried out counts as done`() async throws {
        let deleted = ScriptedServer.Reply.json(
            404,
            #"[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]"#
        )
        try await ScriptedServer.run([.closeAfterRequest, deleted]) { server in
            let response = try await send(Self.delete, to: server)
            #expect(response == CRMResponse(status: 204, body: .empty))
        }
    }

    @Test func `a create meets a locked row and an overloaded server and succeeds`() async throws {
        let busy = ScriptedServer.Reply.json(
            503,
            #"[{"message":"server too busy","errorCode":"SERVER_UNAVAILABLE"}]"#
        )
        try await ScriptedServer.run([Self.locked, busy, Self.created]) { server in
            let response = try await send(Self.create, to: server)
            #expect(response.status == 201)
        }
    }

    @Test func `a row that stays locked ends the request after four attempts`() async throws {
        try await ScriptedServer.run(Array(repeating: Self.locked, count: 9)) { server in
            let error = try await failure(of: Self.create, at: server)
            #expect(error.kind == .lockedRow)
            #expect(!error.mayHaveBeenWritten)
            #expect(server.received.count == 4)
        }
    }

    @Test(arguments: [ScriptedServer.Reply.silence, .unfinishedAnswer])
    func `an answer that does not come in time leaves a write open`(_ reply: ScriptedServer.Reply) async throws {
        try await ScriptedServer.run([reply]) { server in
            let start = ContinuousClock.now
            let error = try await failure(of: Self.create, at: server, within: .milliseconds(500))
            #expect(error.kind == .timedOut)
            // On a machine too busy to send it in time, the request has rightly written nothing.
            #expect(error.mayHaveBeenWritten || server.received.isEmpty)
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test func `a deadline that has passed sends nothing`() async throws {
        try await ScriptedServer.run([Self.created]) { server in
            let error = try await failure(of: Self.create, at: server, within: .zero)
            #expect(error.kind == .timedOut)
            #expect(!error.mayHaveBeenWritten)
            #expect(server.received.isEmpty)
        }
    }

    @Test func `cancelling the task stops the wait`() async throws {
        try await ScriptedServer.run([.silence]) { server in
            let connection = try connection(port: server.port)
            let task = Task { try await connection.send(Self.read, deadline: .now + .seconds(20)) }
            while server.received.isEmpty { await Task.yield() }
            task.cancel()
            let error = try await #require(throws: CRMError.self) { try await task.value }
            #expect(error.kind == .cancelled)
        }
    }

    @Test func `a maintenance page is no answer even with status 200`() async throws {
        let page = ScriptedServer.Reply.answer(200, [("Content-Type", "text/html")], Self.page)
        try await ScriptedServer.run([page, page, page, page]) { server in
            let error = try await failure(of: Self.read, at: server)
            #expect(error.kind == .unavailable)
            #expect(server.received.count == 4)
        }
        try await ScriptedServer.run([page]) { server in
            let error = try await failure(of: Self.create, at: server)
            #expect(error.kind == .unavailable)
            #expect(error.mayHaveBeenWritten)
        }
    }

    @Test func `the HTML of a note is a text`() async throws {
        let note = ScriptedServer.Reply.answer(200, [("Content-Type", "text/html;charset=UTF-8")], "<p>Call back</p>")
        try await ScriptedServer.run([note]) { server in
            let response = try await send(Self.read, to: server)
            #expect(response.body == .text("<p>Call back</p>"))
        }
    }

    @Test func `a redirect is not followed and the token stays at home`() async throws {
        try await ScriptedServer.run([Self.created]) { elsewhere in
            let location = "http://127.0.0.1:\(elsewhere.port)/"
            try await ScriptedServer.run([.answer(307, [("Location", location)], "")]) { server in
                let error = try await failure(of: Self.create, at: server)
                #expect(error.kind == .moved)
                #expect(error.status == 307)
                #expect(!error.mayHaveBeenWritten)
            }
            #expect(elsewhere.received.isEmpty)
        }
    }

    @Test func `an answer that is not JSON is an error that leaves a write open`() async throws {
        try await ScriptedServer.run([.json(201, #"{"id":"500","#)]) { server in
            let error = try await failure(of: Self.create, at: server)
            #expect(error.kind == .unreadable)
            #expect(error.mayHaveBeenWritten)
        }
    }

    @Test func `an answer that is not HTTP is an error`() async throws {
        try await ScriptedServer.run([.garbage]) { server in
            let error = try await failure(of: Self.create, at: server)
            #expect(error.kind == .unreadable)
            #expect(error.mayHaveBeenWritten)
        }
    }

    @Test(arguments: [false, true])
    func `an answer beyond the limit is an error, compressed or not`(_ compresses: Bool) async throws {
        let huge = ScriptedServer.Reply.json(200, #""\#(String(repeating: "a", count: 5_000_000))""#)
        try await ScriptedServer.run([huge], compresses: compresses) { server in
            let error = try await failure(of: Self.read, at: server)
            #expect(error.kind == .tooLarge)
        }
    }
}

/// Hands out tokens from a list and notes which were rejected.
private final class RecordedTokens: AccessTokenSource {
    private struct State {
        var current: String
        var replacements: [String]
        var rejected: [String] = []
    }
    private let state: Mutex<State>

    init(_ token: String, replacements: [String]) {
        state = Mutex(State(current: token, replacements: replacements))
    }

    var rejected: [String] { state.withLock { $0.rejected } }

    func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String { state.withLock { $0.current } }

    func replacement(
        for rejected: String,
        by deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> String? {
        state.withLock { state in
            state.rejected.append(rejected)
            guard !state.replacements.isEmpty else { return nil }
            state.current = state.replacements.removeFirst()
            return state.current
        }
    }
}

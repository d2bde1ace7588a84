import Doors
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Platforms
import Storage

/// What whoever operates the server asks it: is it alive, can it work, what has it counted.
struct OperationRoutes: Sendable {
    let database: any Database
    let metrics: PrometheusRegistry
    /// What has to be sent to read the metrics; nil to let only programs on this machine read them.
    let metricsToken: Secret?
    /// Brings numbers up to date that nobody counts as they change.
    let refreshMetrics: @Sendable () async -> Void

    func add(to router: Router<DoorContext>) {
        router.get("healthz") { _, _ in Self.json(["status": "alive"], .ok) }
        router.get("readyz") { _, _ in await readiness() }
        router.get("metrics") { request, context in try await metrics(request, context) }
    }

    private func readiness() async -> Response {
        do throws(StoreError) {
            try await database.read { session throws(StoreError) in _ = try session.rows("SELECT 1 AS ready") }
            return Self.json(["status": "ready"], .ok)
        } catch {
            return Self.json(["status": "not_ready", "reason": "The database can't be reached."], .serviceUnavailable)
        }
    }

    private func metrics(_ request: Request, _ context: DoorContext) async throws -> Response {
        guard mayReadMetrics(request, context) else {
            throw ProblemDetails(
                .unauthorized,
                "credentials_missing",
                metricsToken == nil
                    ? "Only programs on this machine may read this, until metrics.token is set."
                    : "Send the token of the setting metrics.token: Authorization: Bearer …",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        await refreshMetrics()
        return Response(
            status: .ok,
            headers: [.contentType: PrometheusRegistry.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text()))
        )
    }

    private func mayReadMetrics(_ request: Request, _ context: DoorContext) -> Bool {
        if let metricsToken {
            let sent = Array((request.headers[.authorization] ?? "").utf8)
            let wanted = Array("Bearer \(metricsToken.text)".utf8)
            // All bytes are looked at, for the time it takes to say nothing about how many are right.
            return sent.count == wanted.count && zip(sent, wanted).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
        // What a proxy on this machine passes on comes from elsewhere.
        let passedOn = [HTTPField.Name("X-Forwarded-For"), HTTPField.Name("Forwarded"), HTTPField.Name("Via")]
        guard passedOn.allSatisfy({ name in name.map { request.headers[$0] == nil } ?? true }) else { return false }
        return ["127.0.0.1", "::1"].contains(context.remoteAddress ?? "")
    }

    private static func json(_ value: JSONValue, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: value.serializedText() + "\n"))
        )
    }
}

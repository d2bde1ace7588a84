package import Actions
import JSON
import NIOHTTP1

/// One authorised link to one org.
///
/// It sends requests, renews the access token once when the org rejects it, tries again where that is safe, and tells
/// what became of a write when it can't say for sure.
package struct Connection: Sendable {
    package let instance: InstanceURL
    private let tokens: any AccessTokenSource
    private let transport: HTTPTransport
    private let policy: RetryPolicy

    package init(
        to instance: InstanceURL,
        tokens: any AccessTokenSource,
        transport: HTTPTransport,
        policy: RetryPolicy = RetryPolicy()
    ) {
        self.instance = instance
        self.tokens = tokens
        self.transport = transport
        self.policy = policy
    }

    /// Sends a request and waits for its result until the deadline.
    ///
    /// Reading, updating and deleting are tried again after the connection was lost; creating only when nothing can
    /// have been written. Any request is tried again after a definite "not now": a locked row, an overloaded server.
    package func send(
        _ request: CRMRequest,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> CRMResponse {
        var attempts = RequestAttempts(request, policy: policy)
        var generator = SystemRandomNumberGenerator()
        var token = try await tokens.token(by: deadline)
        while true {
            let failure: CRMError
            do throws(CRMError) {
                return try await attempt(request, token: token, deadline: deadline)
            } catch {
                failure = error
            }
            let remaining = ContinuousClock.now.duration(to: deadline)
            switch attempts.step(after: failure, remaining: remaining, using: &generator) {
            case .renewToken:
                token = try await replacement(for: token, after: failure, in: attempts, by: deadline)
            case .pause(let duration):
                do {
                    try await Task.sleep(for: duration, clock: .continuous)
                } catch {
                    throw attempts.settled(CRMError(.cancelled))
                }
            case .treatAsDone: return CRMResponse(status: 204, body: .empty)
            case .giveUp(let error): throw error
            }
        }
    }

    private func replacement(
        for token: String,
        after failure: CRMError,
        in attempts: RequestAttempts,
        by deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> String {
        let replacement: String?
        do throws(CRMError) {
            replacement = try await tokens.replacement(for: token, by: deadline)
        } catch {
            throw attempts.settled(error)
        }
        guard let replacement, replacement != token else { throw attempts.settled(failure) }
        return replacement
    }

    private func attempt(
        _ request: CRMRequest,
        token: String,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> CRMResponse {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(token)", "User-Agent": "Switchboard"]
        let body = request.body.map { RequestBody($0.serialized()) }
        if body != nil { headers.add(name: "Content-Type", value: "application/json; charset=UTF-8") }
        let answer: HTTPTransport.Answer
        do throws(TransportFailure) {
            answer = try await transport.answer(
                to: .init(
                    method: HTTPMethod(rawValue: request.method.rawValue),
                    url: instance.description + request.target,
                    headers: headers,
                    body: body
                ),
                by: deadline
            )
        } catch {
            throw error.error(mayHaveBeenSent: request.method.isWrite && body?.wasAskedFor ?? true)
        }
        return try SalesforceAnswer(
            status: answer.status,
            contentType: answer.headers.first(name: "Content-Type"),
            limitInfo: answer.headers.first(name: "Sforce-Limit-Info"),
            body: answer.body
        ).response(to: request.method)
    }
}

import Calls
import Crypto
import Foundation
import HTTPTypes
import JSON
import Logging
import Platforms

/// Carries a request with an idempotency key out once, and answers its repetitions as the first.
struct RepetitionGuard: Sendable {
    let store: any IdempotencyStore

    func answer(
        to request: APIRequest,
        by endpoint: Endpoint,
        target: String,
        _ logger: Logger
    ) async throws -> APIResponse {
        guard endpoint.takesIdempotencyKey, let text = request.headers[.idempotencyKey] else {
            return try await endpoint.handler(request)
        }
        guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ProblemDetails(
                .badRequest,
                "invalid_idempotency_key",
                "An idempotency key is 1 to 200 visible ASCII characters."
            )
        }
        let key = IdempotencyKey(owner: request.requester.key ?? "anonymous", text: text)
        let now = Date()
        let claim = try await store.claim(
            key,
            fingerprint: fingerprint(of: request, endpoint, target),
            at: now,
            abandoned: now.addingTimeInterval(-IdempotencyKey.patience)
        )
        switch claim {
        case .answered(let answer): return APIResponse(repeating: answer)
        case .underWay:
            throw ProblemDetails(
                .conflict,
                "request_under_way",
                "The request with this idempotency key is still under way. Ask again in a moment.",
                headers: [.retryAfter: "1"]
            )
        case .otherRequest:
            throw ProblemDetails(
                .unprocessableContent,
                "idempotency_key_reused",
                "This idempotency key was used for another request. Use a new one for each."
            )
        case .granted: return try await carryOut(request, by: endpoint, under: key, logger)
        }
    }

    private func carryOut(
        _ request: APIRequest,
        by endpoint: Endpoint,
        under key: IdempotencyKey,
        _ logger: Logger
    ) async throws -> APIResponse {
        let response: APIResponse
        do {
            response = try await endpoint.handler(request)
        } catch {
            // What failed has done nothing, and may go better with the same key.
            try? await store.release(key)
            throw error
        }
        do {
            try await store.settle(key, KeptAnswer(response))
        } catch {
            // It is done; saying otherwise would be worse than not being able to say it twice.
            logger.warning("An answer could not be kept for its idempotency key.")
        }
        return response
    }

    private func fingerprint(of request: APIRequest, _ endpoint: Endpoint, _ target: String) -> String {
        var hash = SHA256()
        hash.update(data: Data("\(endpoint.method) \(target)\n".utf8))
        hash.update(data: JSONValue.object(request.body).serialized())
        hash.update(data: Data(request.text.utf8))
        return hash.finalize().hexadecimalText
    }
}

extension KeptAnswer {
    fileprivate init(_ response: APIResponse) {
        var headers: [String: String] = [:]
        for field in response.headers { headers[field.name.rawName] = field.value }
        var body: JSONValue?
        if case .json(let value) = response.body { body = value }
        self.init(status: response.status.code, headers: headers, body: body)
    }
}

extension APIResponse {
    fileprivate init(repeating answer: KeptAnswer) {
        self.init(HTTPResponse.Status(code: answer.status), answer.body.map(Body.json) ?? .none)
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        headers[.idempotentReplay] = "true"
    }
}

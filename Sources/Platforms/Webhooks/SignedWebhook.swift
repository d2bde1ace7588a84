import Crypto
package import Foundation
package import JSON
import NIOHTTP1

/// Why a webhook did not take a message.
package enum WebhookFailure: Error, Hashable, Sendable {
    /// It could not be reached, or did not answer in time.
    case unreachable
    /// It answered with something else than success.
    case refused(status: Int)
}

/// The address of a service of the company's own, and the secret that tells it who is calling.
///
/// Every message carries `Switchboard-Signature: t=<seconds since 1970>,v1=<hex>`: the HMAC-SHA256 of the time, a dot
/// and the body. Redirects are not followed.
package struct SignedWebhook: Sendable {
    private let url: String
    private let secret: SymmetricKey
    private let transport: HTTPTransport
    private let clock: @Sendable () -> Date

    /// Nil when the address is none, names a user, or would send in the clear to another machine.
    package init?(
        _ url: String,
        secret: String,
        transport: HTTPTransport,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), let host = parts.host,
            !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil,
            scheme == "https" || (scheme == "http" && InstanceURL.isLocal(host.lowercased())), !secret.isEmpty
        else { return nil }
        self.url = url
        self.secret = SymmetricKey(data: Data(secret.utf8))
        self.transport = transport
        self.clock = clock
    }

    /// Posts a message once.
    package func post(_ message: JSONValue, by deadline: ContinuousClock.Instant) async throws(WebhookFailure) {
        let body = message.serialized()
        let time = String(Int(clock().timeIntervalSince1970))
        let request = HTTPTransport.Request(
            method: .POST,
            url: url,
            headers: [
                "Content-Type": "application/json; charset=UTF-8", "User-Agent": "Switchboard",
                "Switchboard-Signature": "t=\(time),v1=\(signature(of: body, at: time))",
            ],
            body: RequestBody(body)
        )
        let answer: HTTPTransport.Answer
        do throws(TransportFailure) {
            answer = try await transport.answer(to: request, by: deadline)
        } catch {
            throw .unreachable
        }
        guard (200..<300).contains(answer.status) else { throw .refused(status: answer.status) }
    }

    private func signature(of body: [UInt8], at time: String) -> String {
        var code = HMAC<SHA256>(key: secret)
        code.update(data: Data("\(time).".utf8))
        code.update(data: Data(body))
        return code.finalize().hexadecimalText
    }
}

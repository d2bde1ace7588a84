package import JSON
package import Platforms

/// A one-time code on its way to a caller.
package struct CodeMessage: Hashable, Sendable {
    package enum Channel: String, Hashable, Sendable {
        case phone, email
    }

    /// Six digits.
    package var code: String
    package var channel: Channel
    /// The number or address on record, never one that was said in the call.
    package var target: String
    package var callID: String

    package init(code: String, channel: Channel, target: String, callID: String) {
        self.code = code
        self.channel = channel
        self.target = target
        self.callID = callID
    }

    package var json: JSONValue {
        [
            "event": "verification_code", "code": .string(code), "channel": .string(channel.rawValue),
            "target": .string(target), "call_id": .string(callID),
        ]
    }

    /// Where it went, as far as it may be told on the phone.
    var spokenTarget: String {
        switch channel {
        case .phone: "the mobile number that ends in \(target.filter(\.isNumber).suffix(2))"
        case .email: "the email address that begins with \(target.prefix(1))"
        }
    }
}

/// A way to get a code to a caller.
package protocol CodeDelivery: Sendable {
    /// Hands the code over. It is not known yet whether it arrives.
    func deliver(_ message: CodeMessage, by deadline: ContinuousClock.Instant) async throws(WebhookFailure)
}

/// Hands codes to the company's own service, which sends text messages and mail.
package struct WebhookCodeDelivery: CodeDelivery {
    private let webhook: SignedWebhook

    package init(_ webhook: SignedWebhook) { self.webhook = webhook }

    package func deliver(_ message: CodeMessage, by deadline: ContinuousClock.Instant) async throws(WebhookFailure) {
        try await webhook.post(message.json, by: deadline)
    }
}

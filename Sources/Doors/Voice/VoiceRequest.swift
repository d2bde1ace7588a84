import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Platforms
import Workspace

/// What a platform has sent for one of our agents, once it is certain that it was the platform.
struct VoiceRequest: Sendable {
    let agent: Agent
    let body: JSONObject
    let headers: HTTPFields
    /// How the platform reaches the server.
    let origin: String
    /// The last part of the path, where it names a tool.
    let tool: String
    /// The items of the query that an owner wrote into the address.
    let query: [String: String]
}

/// Finds out whether a request is a platform's, for the agent its address names.
struct VoiceReader: Sendable {
    /// Platforms send the whole conversation so far with every use of a tool.
    private static let maximumBodyLength = 4_000_000

    private let admission: Admission
    private let roster: AgentRoster
    private let channels: ChannelSecrets
    private let clock: @Sendable () -> Date
    private let unproved = UnprovedBodies()

    init(
        admission: Admission,
        roster: AgentRoster,
        channels: ChannelSecrets,
        clock: @escaping @Sendable () -> Date
    ) {
        self.admission = admission
        self.roster = roster
        self.channels = channels
        self.clock = clock
    }

    /// What can prove that a platform has sent something, and takes the channel's secret to look at.
    enum Proof: Sendable {
        /// Something in the headers, which are there before the body.
        case headers(@Sendable (Secret) -> Bool)
        /// A signature over the body, good around a time.
        case signature(@Sendable ([UInt8], Secret, Date) -> Bool)

        static let none = Proof.headers { _ in false }
    }

    /// Reads a request that proves itself by the channel's secret, or by the agent's own token.
    ///
    /// - Throws: ``ProblemDetails`` for anything else.
    func read(
        _ request: Request,
        _ context: DoorContext,
        from channel: Channel,
        proof: (HTTPFields) -> Proof
    ) async throws -> VoiceRequest {
        let id = context.parameters.get("agent_id") ?? ""
        let agent: Agent
        let bytes: [UInt8]
        if Self.hasAgentToken(request.headers) {
            guard case .agent(let found) = try await admission.requester(of: request, context, for: .agent),
                found.id == id
            else { throw Self.refusal }
            agent = found
            bytes = try await request.collectedBody(upTo: Self.maximumBodyLength)
        } else {
            // The proof is looked at before the guesses of others from there: many share a platform's address.
            guard let found = try await roster.agent(id), let secret = try await channels.secret(of: id, channel),
                let proved = try await body(of: request, context, by: proof(request.headers), secret)
            else {
                try admission.admitGuess(request, context)
                throw Self.refusal
            }
            try admission.admit(found)
            agent = found
            bytes = proved
        }
        return VoiceRequest(
            agent: agent,
            body: try Self.object(bytes),
            headers: request.headers,
            origin: admission.sender(of: request, context).origin,
            tool: context.parameters.get("tool") ?? "",
            query: Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in
                first
            }
        )
    }

    /// The body of a request that proves itself; nil when it does not.
    private func body(
        of request: Request,
        _ context: DoorContext,
        by proof: Proof,
        _ secret: Secret
    ) async throws -> [UInt8]? {
        switch proof {
        case .headers(let isGood):
            guard isGood(secret) else { return nil }
            return try await request.collectedBody(upTo: Self.maximumBodyLength)
        case .signature(let isGood):
            let address = admission.sender(of: request, context).address ?? "unknown"
            return try await unproved.read(request, from: address, upTo: Self.maximumBodyLength) { bytes in
                isGood(bytes, secret, clock()) ? bytes : nil
            }
        }
    }

    private static func hasAgentToken(_ headers: HTTPFields) -> Bool {
        (headers[.authorization]?.split(separator: " ").last).map { Tokens.kind(of: String($0)) == .agent } ?? false
    }

    private static let refusal = ProblemDetails(
        .unauthorized,
        "not_from_platform",
        "This is not signed with the secret of the agent's channel, or the channel has none, or it is too old.",
        headers: [.wwwAuthenticate: "Bearer"]
    )

    private static func object(_ bytes: [UInt8]) throws(ProblemDetails) -> JSONObject {
        if bytes.isEmpty { return [:] }
        guard let object = (try? JSONValue(parsing: bytes))?.object else {
            throw ProblemDetails(.badRequest, "invalid_json", "The body is not a JSON object.")
        }
        return object
    }

    /// Whether a secret is sent as it is, in the header that the platform has for it or as a bearer token.
    static func isSent(_ secret: Secret, in headers: HTTPFields, as names: [String] = []) -> Bool {
        let bearer = headers[.authorization].map { header in
            let parts = header.split(separator: " ", maxSplits: 1)
            return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : header
        }
        let others = names.compactMap { HTTPField.Name($0).flatMap { headers[$0] } }
        return ([bearer].compactMap(\.self) + others).contains { PlatformSignature.isSame($0, secret) }
    }
}

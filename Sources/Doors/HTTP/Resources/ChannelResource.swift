import Foundation
import HTTPTypes
import JSON
import Platforms
package import Workspace

/// The channels of an agent: what each platform proves itself with. What is set is never shown.
package struct ChannelResource: Sendable {
    private let channels: ChannelSecrets

    package init(channels: ChannelSecrets) { self.channels = channels }

    package var endpoints: [Endpoint] { [list, get, set, remove] }

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/agents/{agent_id}/channels",
            "listChannels",
            "Lists the channels of an agent, with whether their secrets are set.",
            for: .person(.viewer),
            answers: [.json("The channels.", .object([.init("items", .list(of: .channel, atMost: 20))]))]
        ) { request in
            let times = try await channels.setTimes(of: request.parameter("agent_id"))
            return .json(["items": .array(Channel.allCases.map { $0.json(setAt: times[$0]) })])
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/agents/{agent_id}/channels/{channel}",
            "getChannel",
            "Shows whether the secret of a channel is set.",
            for: .person(.viewer),
            answers: [.json("The channel.", .channel)]
        ) { request in
            let channel = try request.channel
            let times = try await channels.setTimes(of: request.parameter("agent_id"))
            return .json(channel.json(setAt: times[channel]))
        }
    }

    private var set: Endpoint {
        Endpoint(
            .put,
            "/v1/agents/{agent_id}/channels/{channel}",
            "setChannel",
            "Sets the secret that a platform signs with or sends, in place of the one there was. It is never shown.",
            for: .person(.owner),
            body: .json(
                .named(
                    "ChannelSecret",
                    .object([
                        .init(
                            "secret",
                            .text(.channelSecret),
                            "Retell's API key, Twilio's auth token; for the others, one you make up and set there too."
                        )
                    ])
                ),
                example: ["secret": "7f8a1c0e5b7d4f2f9a3e6c1d"]
            ),
            answers: [.json("The channel.", .channel)]
        ) { request in
            let channel = try request.channel
            let secret = Secret(request.body["secret"]?.string ?? "")
            let time = try await channels.set(secret, for: request.parameter("agent_id"), channel)
            return .json(channel.json(setAt: time))
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete,
            "/v1/agents/{agent_id}/channels/{channel}",
            "removeChannel",
            "Removes the secret of a channel. What the platform sends is refused from then on.",
            for: .person(.owner),
            answers: [.empty("It has none any more.")]
        ) { request in
            let channel = try request.channel
            try await channels.remove(of: request.parameter("agent_id"), channel)
            return .done
        }
    }
}

extension APIRequest {
    fileprivate var channel: Channel {
        get throws(ProblemDetails) {
            guard let channel = Channel(rawValue: parameter("channel")) else {
                let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
                throw ProblemDetails(.notFound, "no_such_channel", "There is no such channel. There are: \(known).")
            }
            return channel
        }
    }
}

extension Channel {
    fileprivate func json(setAt time: Date?) -> JSONValue {
        var object: JSONObject = ["channel": .string(rawValue), "has_secret": .boolean(time != nil)]
        object["secret_set_at"] = time.map { .string($0.timestamp) }
        return .object(object)
    }
}

extension Schema {
    fileprivate static let channel = Schema.named(
        "Channel",
        .object([
            Field("channel", .choice(Channel.allCases.map(\.rawValue))), Field("has_secret", .boolean),
            .optional("secret_set_at", .dateTime),
        ])
    )
}

extension TextForm {
    /// A secret that goes into a header: long enough not to be guessed.
    package static let channelSecret = TextForm(
        length: 16...512,
        pattern: "^[!-~]+$",
        meaning: "at least 16 visible ASCII characters, without spaces"
    ) { text in
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

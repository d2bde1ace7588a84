import Agents
import Calls
import Doors
import Foundation
import Platforms
import Workspace

/// The calls on the browser's phone that this node holds.
actor PhoneExchange {
    /// So many go on at once.
    static let most = 50

    /// After how long a call ends whose page nobody looks at.
    private let patience: Duration
    private let directory: CallDirectory
    private let roster: AgentRoster
    nonisolated let listeners = CallListeners()
    private var calls: [String: PhoneCall] = [:]
    private var watch: Task<Void, Never>?

    init(_ services: Services, patience: Duration = .seconds(180)) {
        directory = services.calls
        roster = services.roster
        self.patience = patience
    }

    var isFull: Bool { calls.count >= Self.most }

    /// Opens a call for a person who speaks as its caller. The agent speaks first.
    func open(
        _ agent: Agent,
        callerPhone: String?,
        model: PhoneModel,
        for personID: String
    ) async throws(StoreError) -> PhoneCall {
        let call = try await directory.open(agent, callerPhone: callerPhone, channel: "browser", reportsTurns: true)
        let opening = await call.open()
        let toolbox = KeptCallToolbox(calls: directory, call: call) { [roster] in
            (try? await roster.agent(agent.id)) ?? nil
        }
        let phone = PhoneCall(
            call,
            after: opening,
            for: personID,
            with: model,
            tools: toolbox,
            listeners: listeners
        )
        calls[call.id] = phone
        watch = watch ?? Task { await self.endForgotten() }
        return phone
    }

    /// A call of a person; nil when it is over, somebody else's, or on another node.
    func call(_ id: String, for personID: String) -> PhoneCall? {
        calls[id].flatMap { $0.personID == personID ? $0 : nil }
    }

    func hangUp(_ phone: PhoneCall) async throws(StoreError) {
        calls[phone.call.id] = nil
        await phone.hangUp()
        try await directory.end(phone.call.id, by: phone.personID)
    }

    /// Ends the calls that nobody looks at any more, until there are none.
    private func endForgotten() async {
        while !calls.isEmpty {
            try? await Task.sleep(for: min(patience, .seconds(5)))
            for phone in calls.values where await phone.seenAt.duration(to: .now) > patience {
                // Where the database is away, the directory ends it later.
                try? await hangUp(phone)
            }
        }
        watch = nil
    }
}

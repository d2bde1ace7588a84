import Calls
import Doors
import Foundation
import HTTPTypes
import Workspace

/// A phone in the browser: somebody types as the caller, and the agent works as it does on the phone.
struct PhonePage: ConsolePage {
    let services: Services
    let models: [PhoneModel]
    let rehearsal: Rehearsal
    let exchange: PhoneExchange

    var navigation: NavigationItem? { nil }

    var routes: [ConsoleRoute] { [newForm, enable, open, phone, events, speak, hangUp] }

    private static let owner = Access.person(.owner)

    // MARK: Before the call

    private struct NewView: Sendable {
        let form: Form
        let hasAgents: Bool
        /// What the recorded conversation uses.
        let actions: [String]
        /// The agents that lack some of it, the chosen one first.
        let gaps: [Rehearsal.Gap]
    }

    private static let mostGaps = 5

    private func newView(_ form: Form, _ agents: [SavedAgent]) async throws -> NewView {
        let chosen = form["agent_id"]?.value
        let gaps = try await rehearsal.gaps(
            of: agents.filter { $0.id == chosen } + agents.filter { $0.id != chosen },
            most: Self.mostGaps
        )
        return NewView(form: form, hasAgents: !agents.isEmpty, actions: rehearsal.actions, gaps: gaps)
    }

    private func form(_ agents: [SavedAgent]) -> Form {
        Form([
            FormField(
                name: "agent_id",
                label: "Agent",
                control: .list(agents.map { .init(value: $0.id, label: $0.settings.name) })
            ),
            FormField(
                name: "caller_phone",
                label: "The number you call from",
                value: "+15552345678",
                hint: "As the telephone network would give it; empty when it is withheld."
                    + (rehearsal.hasDemoCompany ? " The demo company knows +15552345678 as Sarah Johnson's." : ""),
                isRequired: false
            ),
            FormField(
                name: "model",
                label: "Who speaks for the agent",
                control: .list(models.map { .init(value: $0.id, label: $0.name) }),
                hint: modelHint
            ),
        ])
    }

    private var modelHint: String {
        let recorded = models.count { !$0.callerLines.isEmpty }
        guard recorded > 0 else { return "" }
        let words = "The recorded conversation hears only the caller's lines in it."
        guard recorded == models.count else { return words }
        return words + " Name a language model for the telephone line (telephone.model_url in the server's settings), "
            + "and you say what you like."
    }

    private var newForm: ConsoleRoute {
        .show("/calls/phone", for: Self.owner) { visit in
            let agents = try await services.roster.agents()
            return .page("Try a call", "phone-new", try await newView(form(agents).filled(from: visit.query), agents))
        }
    }

    /// Lets an agent use all that the recorded conversation does.
    private var enable: ConsoleRoute {
        .take(Rehearsal.path, recordedAs: .agent, "changeAgent") { visit in
            let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
            let back = String.address("/calls/phone", [("agent_id", agent.id)])
            do {
                let org = try await rehearsal.enable(for: agent.id, on: visit.form.line("connection_id"))
                return .redirect(
                    to: back,
                    saying: "\(agent.settings.name) may now use all that the recorded conversation does, in \(org)."
                )
            } catch {
                return try .refusal(of: error, at: back)
            }
        }
    }

    private var open: ConsoleRoute {
        .act("/calls/phone") { visit in
            let agents = try await services.roster.agents()
            do {
                let phone = try await opened(visit)
                // The agent picks up while the page loads.
                Task { await phone.speak(after: nil) }
                return .redirect(to: "/calls/phone/\(phone.call.id)")
            } catch {
                let (form, code) = try form(agents).refused(visit.form, because: error)
                return .refused("Try a call", "phone-new", try await newView(form, agents), code: code)
            }
        }
    }

    private func opened(_ visit: Visit) async throws -> PhoneCall {
        guard let model = models.first(where: { $0.id == visit.form["model"] }) else {
            throw FormProblems("model", "Choose who speaks.")
        }
        let agentID = visit.form.line("agent_id")
        guard let agent = try await services.roster.agent(agentID) else {
            throw FormProblems("agent_id", "Choose an agent.")
        }
        if !model.actions.isEmpty, let gap = try await rehearsal.gap(of: services.roster.savedAgent(agentID)) {
            throw FormProblems(
                "agent_id",
                "The recorded conversation uses \(gap.actions.joined(separator: ", ")), which \(agent.name) may not "
                    + "use yet, or not all in one org."
            )
        }
        guard !agent.isReadOnly || model.actions.isEmpty else {
            throw FormProblems("agent_id", "\(agent.name) may only read, and the recorded conversation writes.")
        }
        let number = visit.form.line("caller_phone")
        guard number.isEmpty || number.count <= 50 && number.contains(where: \.isNumber) else {
            throw FormProblems("caller_phone", "This is no phone number.")
        }
        guard await !exchange.isFull else {
            throw FormProblems(general: "Too many calls are being tried just now.", code: "too_many_calls")
        }
        return try await exchange.open(
            agent,
            callerPhone: number.isEmpty ? nil : number,
            model: model,
            for: visit.principal?.person.id ?? ""
        )
    }

    // MARK: The call

    private struct PhoneView: Sendable {
        let path: String
        let callPath: String
        let events: String
        let agent: String
        let model: String
        let entries: [TimelineEntry]
        let using: [String]
        let nextLine: String?
        /// Whether only the caller's recorded lines are heard.
        let isRecorded: Bool
        /// Whether the caller can say what they like.
        let isListening: Bool
        /// Whether the recorded conversation is over, and the call is not.
        let isPlayed: Bool
        let isOver: Bool
        /// Where another call like it begins.
        let again: String
    }

    private func view(_ phone: PhoneCall) async -> PhoneView {
        let sight = await phone.sight
        let path = "/calls/phone/\(phone.call.id)"
        return PhoneView(
            path: path,
            callPath: "/calls/\(phone.call.id)",
            events: "\(path)/events",
            agent: phone.call.agent.name,
            model: phone.modelName,
            entries: sight.entries,
            using: sight.using,
            nextLine: sight.isOver ? nil : sight.nextLine,
            isRecorded: phone.isRecorded,
            isListening: !sight.isOver && !phone.isRecorded,
            isPlayed: sight.isPlayed && !sight.isOver,
            isOver: sight.isOver,
            again: again(phone)
        )
    }

    private func again(_ phone: PhoneCall) -> String {
        .address(
            "/calls/phone",
            [
                ("agent_id", phone.call.agent.id), ("model", phone.modelID),
                ("caller_phone", phone.call.callerPhone ?? ""),
            ]
        )
    }

    private func known(_ visit: Visit) async -> PhoneCall? {
        await exchange.call(visit.parameter("call_id"), for: visit.principal?.person.id ?? "")
    }

    /// What there is to see of a call that is not on the phone any more.
    private func over(_ visit: Visit) async throws -> ConsoleAnswer {
        guard let call = try await services.calls.savedCall(visit.parameter("call_id")) else {
            throw ProblemDetails(.notFound, "no_such_call", "")
        }
        return .redirect(to: "/calls/\(call.id)", saying: "This call is not on your phone any more.")
    }

    private var phone: ConsoleRoute {
        .show("/calls/phone/{call_id}", for: Self.owner) { visit in
            guard let phone = await known(visit) else { return try await over(visit) }
            return .page("On the phone", "phone", await view(phone))
        }
    }

    private var events: ConsoleRoute {
        .show("/calls/phone/{call_id}/events", for: Self.owner) { visit in
            guard let phone = await known(visit) else { return try await over(visit) }
            let listeners = exchange.listeners
            return .live(
                LiveFragment(
                    template: "phone-now",
                    changes: { listeners.changes(of: phone.call.id, lookingEvery: .seconds(1)) },
                    look: {
                        let view = await view(phone)
                        return .init(view: view, isLast: view.isOver)
                    }
                )
            )
        }
    }

    private static let longestLine = 2000

    private var speak: ConsoleRoute {
        .act("/calls/phone/{call_id}/speak") { visit in
            guard let phone = await known(visit) else { return try await over(visit) }
            let text = visit.form.line("text")
            let path = "/calls/phone/\(phone.call.id)"
            let isHeard = text.isEmpty ? true : await phone.speak(after: String(text.prefix(Self.longestLine)))
            guard isHeard || !phone.isRecorded else {
                return .refusal(
                    at: path,
                    saying: "Nothing was said: this conversation is recorded, and hears only the caller's lines in it.",
                    code: "not_in_recording"
                )
            }
            return .redirect(to: path)
        }
    }

    private var hangUp: ConsoleRoute {
        .act("/calls/phone/{call_id}/hang-up") { visit in
            guard let phone = await known(visit) else { return try await over(visit) }
            try await exchange.hangUp(phone)
            if visit.form["again"] != nil { return .redirect(to: again(phone)) }
            return .redirect(to: "/calls/\(phone.call.id)", saying: "You have hung up. This is what happened.")
        }
    }
}

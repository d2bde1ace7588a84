import Actions
import Foundation
package import JSON
import Platforms
import SOQL
import Workspace

/// Finding out who is calling: by facts the CRM holds about them, or by a code sent to them.
extension Call {
    /// The name agents give the facts by.
    package static let verifyAction = "verify_caller"
    /// The name agents have a code sent by.
    package static let sendCodeAction = "send_code"

    /// Checks what a caller says of themselves. Which of the facts was wrong is never told.
    ///
    /// - Parameter facts: What the caller said, by the names of ``VerificationRule/namedFacts``.
    @discardableResult
    package func verify(_ facts: JSONObject, within patience: Duration = Call.patience) async -> Invocation {
        // Neither the record of the call nor its audit is a place for what proves who somebody is.
        var named = JSONObject()
        for member in facts { named[member.key] = "…" }
        return await recorded(Self.verifyAction, named, within: patience) { deadline in
            await self.alone(until: deadline) { await self.outcome(ofFacts: facts, until: deadline) }
        }
    }

    /// Sends a code to the number or address that the CRM has of the caller.
    @discardableResult
    package func sendCode(within patience: Duration = Call.patience) async -> Invocation {
        await recorded(Self.sendCodeAction, [:], within: patience) { deadline in
            await self.alone(until: deadline) { await self.outcomeOfSendingCode(until: deadline) }
        }
    }

    /// Checks the code that was sent last.
    @discardableResult
    package func verify(code: String, within patience: Duration = Call.patience) async -> Invocation {
        await recorded(Self.verifyAction, ["code": "…"], within: patience) { deadline in
            await self.alone(until: deadline) { await self.outcome(ofCode: code, until: deadline) }
        }
    }

    /// One at a time: who asks twenty times at once is known after the first, and has used up one attempt.
    private func alone(
        until deadline: ContinuousClock.Instant,
        _ body: @escaping @Sendable () async -> Outcome
    ) async -> InvocationRun.Report {
        let earlier = verificationUnderWay
        let task = Task {
            await earlier?.value
            guard ContinuousClock.now < deadline else {
                return Outcome(.unavailable, say: "I could not check that in time.")
            }
            return await body()
        }
        verificationUnderWay = Task { _ = await task.value }
        return InvocationRun.Report(outcome: await task.value, requests: [])
    }

    // MARK: Facts

    private func outcome(ofFacts facts: JSONObject, until deadline: ContinuousClock.Instant) async -> Outcome {
        guard state.isOpen else { return Outcome(.refused, say: "This call has ended.") }
        guard state.assurance < .verified else { return .alreadyVerified }
        guard let question = agent.verification.question else {
            return Outcome(.refused, say: "I can't check who is calling here.")
        }
        var said: [(fact: VerificationFact, text: String)] = []
        for member in facts {
            guard let fact = agent.verification.namedFacts.first(where: { $0.name == member.key }) else {
                return Outcome(.invalid, say: "I can't check that. I can check \(question).")
            }
            if let text = member.value.spokenText { said.append((fact, text)) }
        }
        guard said.count >= agent.verification.requiredMatches else {
            return Outcome(.invalid, say: "To be sure who is calling, I need \(question).")
        }
        guard state.verification.attempts < VerificationLimits.attemptsInCall else { return .tooManyAttempts }
        change { $0.verification.attempts += 1 }
        do throws(VerificationStop) {
            var candidates = try await candidates(said, until: deadline)
            for index in candidates.indices {
                try await candidates[index].learnCases(for: said.map(\.fact), self, until: deadline)
            }
            // Between the count and the comparison nothing can fail: what counts was compared.
            try await count(candidates.map(\.caller.contactID))
            let (now, zone) = (clock(), agent.timeZone)
            let proven = candidates.filter { candidate in
                said.count { candidate.has($0.fact, $0.text, now: now, in: zone) } >= agent.verification.requiredMatches
            }
            guard proven.count == 1 else { return failure() }
            return proved(proven[0].caller)
        } catch {
            if !error.wasCounted { change { $0.verification.attempts -= 1 } }
            return error.outcome
        }
    }

    private func failure() -> Outcome {
        let left = VerificationLimits.attemptsInCall - state.verification.attempts
        guard left > 0 else { return .tooManyAttempts }
        let question = agent.verification.question ?? ""
        return Outcome(
            .verificationRequired,
            say: "That does not match what we have. Please ask once more for \(question).",
            notes: [left == 1 ? "There is one more attempt." : "There are \(left) more attempts."]
        )
    }

    private func proved(_ caller: Caller) -> Outcome {
        change { state in
            state.become(caller)
            state.assurance = .verified
            state.verification.code = nil
        }
        return Outcome(.completed, say: "Thank you, I know now who is calling.", result: caller.shown)
    }

    /// Who it may be: the caller the call knows, or else whoever the CRM has those facts of that are anyone's alone.
    private func candidates(
        _ said: [(fact: VerificationFact, text: String)],
        until deadline: ContinuousClock.Instant
    ) async throws(VerificationStop) -> [Candidate] {
        var condition: Condition?
        if let caller = state.caller {
            condition = .isOne(of: [caller.contactID], "Id")
        } else {
            var alternatives: [Condition] = []
            for (fact, text) in said {
                guard let value = fact.searchable(text) else { continue }
                switch fact.place {
                case .contact(let path): alternatives.append(.isOne(of: [value], path))
                case .openCase(let field):
                    let isCase = Condition.isOne(of: [value], FieldPath([field])).andIsOpen
                    let cases = try await rows(["ContactId"], of: "Case", where: isCase, deadline)
                    let contacts = cases.compactMap { $0["ContactId"]?.string }
                    if !contacts.isEmpty { alternatives.append(.isOne(of: contacts, "Id")) }
                }
            }
            condition = alternatives.count > 1 ? .any(alternatives) : alternatives.first
        }
        guard let condition else { return [] }
        var fields: [FieldPath] = ["Id", "Name", "AccountId"]
        for (fact, _) in said {
            if case .contact(let path) = fact.place, !fields.contains(path) { fields.append(path) }
        }
        return try await rows(fields, of: "Contact", where: condition, deadline).compactMap(Candidate.init)
    }

    /// Counts an attempt for everyone it may be, and for the number it comes from.
    private func count(_ contactIDs: [String]) async throws(VerificationStop) {
        try await count(
            (contactIDs.map { .contact(id: $0) } + numberSubject).map(\.proving),
            limit: VerificationLimits.attemptsInHour
        )
    }

    private func count(_ subjects: [String], limit: Int) async throws(VerificationStop) {
        guard let attempts = verification.attempts, !subjects.isEmpty else { return }
        let isAllowed: Bool
        do throws(StoreError) {
            isAllowed = try await attempts.note(
                subjects,
                at: clock(),
                limit: limit,
                within: VerificationLimits.longestPeriod
            )
        } catch {
            // Without a count nobody would be kept from guessing.
            throw VerificationStop(Outcome(.unavailable, say: "I can't check that right now."))
        }
        guard isAllowed else { throw VerificationStop(.tooManyAttempts, wasCounted: true) }
    }

    private var numberSubject: [VerificationSubject] {
        callerPhone.flatMap { VerificationSubject(phone: $0) }.map { [$0] } ?? []
    }

    fileprivate func rows(
        _ fields: [FieldPath],
        of object: Name,
        where condition: Condition,
        _ deadline: ContinuousClock.Instant
    ) async throws(VerificationStop) -> [JSONValue] {
        let query = Query(
            selection: fields.map { .field($0, alias: nil) },
            sources: [Query.Source(FieldPath([object]))],
            condition: condition,
            limit: .number(object == "Contact" ? 10 : 200)
        )
        do throws(CRMError) {
            return try await identitySender(CRMRequest(asking: query), deadline).json?["records"]?.array ?? []
        } catch {
            throw VerificationStop(Outcome(error))
        }
    }

    // MARK: Codes

    private func outcomeOfSendingCode(until deadline: ContinuousClock.Instant) async -> Outcome {
        guard state.isOpen else { return Outcome(.refused, say: "This call has ended.") }
        guard state.assurance < .verified else { return .alreadyVerified }
        guard agent.verification.allowsCode, let codes = verification.codes else {
            return Outcome(.refused, say: "I can't send a code here.")
        }
        guard let caller = state.caller else {
            return Outcome(.refused, say: "I don't know yet who is calling, so I can't send a code.")
        }
        guard state.verification.codesSent < VerificationLimits.codesInCall else { return .tooManyAttempts }
        change { $0.verification.codesSent += 1 }
        do throws(VerificationStop) {
            try await count(
                ([.contact(id: caller.contactID)] + numberSubject).map(\.codes),
                limit: VerificationLimits.codesInHour
            )
            let isCaller = Condition.isOne(of: [caller.contactID], "Id")
            let contact = try await rows(["Id", "MobilePhone", "Email"], of: "Contact", where: isCaller, deadline).first
            guard let (channel, target) = contact?.codeTarget else {
                return Outcome(.refused, say: "We have no mobile number or email address to send a code to.")
            }
            let digits = OneTimeCode.digits()
            let message = CodeMessage(code: digits, channel: channel, target: target, callID: id)
            do throws(WebhookFailure) {
                try await codes.deliver(message, by: deadline)
            } catch {
                return Outcome(.unavailable, say: "I could not send the code right now.")
            }
            let code = OneTimeCode(digits, for: caller.contactID, now: clock())
            change { $0.verification.code = code }
            return Outcome(
                .completed,
                say: "I have sent a code to \(message.spokenTarget). Please read me its six digits."
            )
        } catch {
            return error.outcome
        }
    }

    private func outcome(ofCode said: String, until deadline: ContinuousClock.Instant) async -> Outcome {
        guard state.isOpen else { return Outcome(.refused, say: "This call has ended.") }
        guard state.assurance < .verified else { return .alreadyVerified }
        guard let code = state.verification.code, code.contactID.recordKey == state.caller?.contactID.recordKey,
            code.isGood(at: clock())
        else { return Outcome(.refused, say: "There is no code that is still good, so I have to send a new one.") }
        do throws(VerificationStop) {
            let isCaller = Condition.isOne(of: [code.contactID], "Id")
            let contact = try await rows(["Id", "Name", "AccountId"], of: "Contact", where: isCaller, deadline).first
            try await count([code.contactID])
            change { $0.verification.code?.noteAttempt() }
            guard code.matches(said.filter(\.isNumber)), let caller = contact.flatMap(Caller.init(contact:)) else {
                return Outcome(.verificationRequired, say: "That is not the code I sent. Please read it to me again.")
            }
            return proved(caller)
        } catch {
            return error.outcome
        }
    }
}

/// Why a verification goes no further.
private struct VerificationStop: Error {
    let outcome: Outcome
    /// Whether it was an attempt: one too many is one, one that the CRM gave no answer to is none.
    let wasCounted: Bool

    init(_ outcome: Outcome, wasCounted: Bool = false) {
        self.outcome = outcome
        self.wasCounted = wasCounted
    }
}

/// Somebody who may be the caller, with what the CRM has of them.
private struct Candidate {
    let caller: Caller
    private let contact: JSONValue
    private var cases: [JSONValue] = []

    init?(_ contact: JSONValue) {
        guard let caller = Caller(contact: contact) else { return nil }
        self.caller = caller
        self.contact = contact
    }

    /// Reads the cases of theirs that are open, where one of the facts stands in them.
    mutating func learnCases(
        for facts: [VerificationFact],
        _ call: isolated Call,
        until deadline: ContinuousClock.Instant
    ) async throws(VerificationStop) {
        var fields: [FieldPath] = []
        for fact in facts {
            if case .openCase(let field) = fact.place, !fields.contains(FieldPath([field])) {
                fields.append(FieldPath([field]))
            }
        }
        guard !fields.isEmpty else { return }
        let isCase = Condition.isOne(of: [caller.contactID], "ContactId").andIsOpen
        cases = try await call.rows(fields, of: "Case", where: isCase, deadline)
    }

    func has(_ fact: VerificationFact, _ said: String, now: Date, in zone: TimeZone) -> Bool {
        let known: [String]
        switch fact.place {
        case .contact(let path):
            let value = path.names.reduce(JSONValue?.some(contact)) { $0?[$1.text] }
            known = [value?.spokenText].compactMap(\.self)
        case .openCase(let field):
            known = cases.compactMap { $0[field.text]?.spokenText }
        }
        return known.contains { fact.matches(said, $0, now: now, in: zone) }
    }
}

extension Condition {
    fileprivate var andIsOpen: Condition {
        .all([self, .comparison(Comparison(.field("IsClosed"), .equal, .literal(.boolean(false))))])
    }
}

extension JSONValue {
    /// A value as somebody would say it; nil when it is nothing to say.
    fileprivate var spokenText: String? {
        let text = string ?? number?.text
        return text.flatMap { JSONValue.string($0).isBlank || $0.utf8.count > 255 ? nil : $0 }
    }

    /// Where a code can go: a telephone that shows messages, or else mail.
    fileprivate var codeTarget: (channel: CodeMessage.Channel, target: String)? {
        if let phone = self["MobilePhone"]?.spokenText, PhoneNumber(phone) != nil { return (.phone, phone) }
        return self["Email"]?.spokenText.map { (.email, $0) }
    }
}

extension Caller {
    /// What an agent gets to know of a caller it has verified.
    fileprivate var shown: JSONValue {
        var object: JSONObject = ["Id": .string(contactID)]
        object["Name"] = name.map(JSONValue.string)
        object["AccountId"] = accountID.map(JSONValue.string)
        return .object(object)
    }
}

extension Outcome {
    fileprivate static let alreadyVerified = Outcome(.completed, say: "I know already who is calling.")
    fileprivate static let tooManyAttempts = Outcome(
        .refused,
        say: "I can't make sure who is calling any more today, so a colleague has to help."
    )
}

import Actions
import Foundation
package import JSON
package import Workspace

extension CallState {
    /// Everything but the invocations, which are kept one by one.
    package var json: JSONValue {
        var object: JSONObject = ["open": .boolean(isOpen), "assurance": .string(assurance.rawValue)]
        if let caller { object["caller"] = caller.json }
        if let turn { object["turn"] = .number(JSONNumber(turn)) }
        if !utterances.isEmpty { object["said"] = .array(utterances.map(\.json)) }
        if !results.isEmpty {
            var members = JSONObject()
            for (name, result) in results.sorted(by: { $0.key < $1.key }) { members[name] = result }
            object["results"] = .object(members)
        }
        object["latest"] = latestAction.map(JSONValue.string)
        if !recordNames.isEmpty { object["names"] = .object(JSONObject(texts: recordNames.namesByID)) }
        if !confirmations.pending.isEmpty {
            object["confirmations"] = .array(confirmations.pending.map(\.json))
        }
        if !confirmations.overtaken.isEmpty {
            object["overtaken_confirmations"] = .array(confirmations.overtaken.map(\.json))
        }
        if !confirmations.used.isEmpty {
            object["used_confirmations"] = .array(confirmations.used.map(\.json))
        }
        object["answered_turn"] = confirmations.answeredTurn.map { .number(JSONNumber($0)) }
        if !writes.isEmpty {
            var members = JSONObject()
            for (fingerprint, write) in writes.sorted(by: { $0.key < $1.key }) { members[fingerprint] = write.json }
            object["writes"] = .object(members)
        }
        if verification != VerificationProgress() { object["verification"] = verification.json }
        if knownRecords != KnownRecords() { object["known_records"] = knownRecords.json }
        if let readings = preparation.dates.json { object["dates"] = readings }
        return .object(object)
    }

    /// Reads what ``json`` makes. A confirmation whose action this agent has no more, or has changed, is void.
    package init(_ json: JSONValue, invocations: [Invocation], agent: Agent) {
        self.init(reportsTurns: false)
        isOpen = json["open"]?.boolean ?? false
        assurance = json["assurance"]?.string.flatMap(Assurance.init(rawValue:)) ?? .unknown
        caller = json["caller"].flatMap { Caller($0) }
        turn = json["turn"]?.integer
        self.invocations = invocations
        utterances = json["said"]?.array?.compactMap(Utterance.init) ?? []
        for member in json["results"]?.object ?? [:] { results[member.key] = member.value }
        latestAction = json["latest"]?.string
        recordNames = RecordNames(json["names"]?.object?.texts ?? [:])
        for confirmation in Confirmation.list(json["confirmations"], agent) {
            confirmations.keep(confirmation, now: .distantPast)
        }
        for confirmation in Confirmation.list(json["overtaken_confirmations"], agent) {
            confirmations.keep(overtaken: confirmation)
        }
        for use in json["used_confirmations"]?.array ?? [] {
            if let use = ConfirmationBook.Used(use) { confirmations.keep(use) }
        }
        confirmations.answeredTurn = json["answered_turn"]?.integer
        for member in json["writes"]?.object ?? [:] { writes[member.key] = KnownWrite(member.value) }
        if let progress = json["verification"] { verification = VerificationProgress(progress) }
        if let known = json["known_records"] { knownRecords = KnownRecords(known) }
        preparation.dates = DateReading(json["dates"])
    }
}

extension KnownWrite {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["outcome": outcome.json, "records": .array(records.sorted().map(JSONValue.string))]
        object["journal"] = journalID.map(JSONValue.string)
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let outcome = json["outcome"].flatMap(Outcome.init) else { return nil }
        self.init(
            outcome: outcome,
            records: Set(json["records"]?.array?.compactMap(\.string) ?? []),
            journalID: json["journal"]?.string
        )
    }
}

extension ConfirmationBook.Used {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "action": .string(action), "fingerprint": .string(fingerprint),
        ]
        object["write"] = write?.json
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let action = json["action"]?.string,
            let fingerprint = json["fingerprint"]?.string
        else { return nil }
        self.init(
            id: id,
            action: action,
            fingerprint: fingerprint,
            write: json["write"].flatMap { KnownWrite($0) }
        )
    }
}

extension Confirmation {
    fileprivate var json: JSONValue {
        [
            "id": .string(id),
            "invocation": invocation.json,
            "say": .string(say),
            "expires": .number(JSONNumber(expires.wholeMilliseconds)),
            "turn": .number(JSONNumber(turn)),
        ]
    }

    /// Those in a list whose actions the agent still has as they were.
    fileprivate static func list(_ json: JSONValue?, _ agent: Agent) -> [Confirmation] {
        (json?.array ?? []).compactMap { json in
            json["invocation"]?["action"]?.string
                .flatMap { agent.enabledAction($0)?.action }
                .flatMap { Confirmation(json, action: $0) }
        }
    }

    private init?(_ json: JSONValue, action: Action) {
        guard let id = json["id"]?.string, let say = json["say"]?.string, let turn = json["turn"]?.integer,
            let expires = json["expires"]?.integer,
            let invocation = json["invocation"].flatMap({ PreparedInvocation($0, action: action) })
        else { return nil }
        self.init(id: id, of: invocation, say: say, expires: Date(wholeMilliseconds: expires), turn: turn)
    }
}

import Agents
import Calls
import Foundation
import JSON
import Platforms

/// Plays the recorded call and shows what happens.
struct DemoCall {
    let call: Call
    let org: String

    func play() async throws {
        Terminal.writeLine(
            """
            \(Terminal.styled("Switchboard demo", .bold)) on a sandbox org at \(org)
            The lines of the caller and the agent are a recorded script (ScriptedModel). Everything below them is real:
            the gate, the requests, the org and its records.

            \(Terminal.styled("A call from +1 (555) 234-5678", .bold))
            """
        )
        let conversation = Conversation(in: call, with: DemoScript.model)
        await call.open()
        try await show(conversation.turn(after: nil))
        for line in DemoScript.callerLines {
            Terminal.writeLine("\n" + Terminal.styled("Caller  ", .green) + line)
            try await show(conversation.turn(after: line))
        }
        await showRecords()
    }

    private func show(_ events: AsyncThrowingStream<Conversation.Event, any Error>) async throws {
        var isSpeaking = false
        for try await event in events {
            switch event {
            case .said(let words):
                if !isSpeaking { Terminal.write("\n" + Terminal.styled("Agent   ", .yellow)) }
                isSpeaking = true
                Terminal.write(words)
            case .used(let invocation):
                if isSpeaking { Terminal.writeLine() }
                isSpeaking = false
                InvocationView(invocation).show()
            case .using, .ended: break
            case .troubled(let error): throw error
            case .finished:
                if isSpeaking { Terminal.writeLine() }
            }
        }
    }

    // MARK: What is left behind

    private func showRecords() async {
        Terminal.writeLine("\n" + Terminal.styled("Left behind in the org", .bold))
        guard let caseID = await createdCaseID() else {
            Terminal.writeLine("  Nothing: no case was created.")
            return
        }
        for query in Self.queries(caseID: caseID) {
            Terminal.writeLine("  " + Terminal.styled(query.text, .dim))
            for record in await records(query) {
                let values = query.fields.map { field in
                    field.label.isEmpty ? record.text(at: field.path) : "\(field.label) \(record.text(at: field.path))"
                }
                Terminal.writeLine("    " + values.joined(separator: ", "))
            }
        }
    }

    private func createdCaseID() async -> String? {
        for invocation in await call.invocations {
            if let result = invocation.outcome.result, result["CaseNumber"] != nil { return result["Id"]?.string }
        }
        return nil
    }

    private func records(_ query: RecordQuery) async -> [JSONValue] {
        let answer = try? await call.send(query.request, .now.advanced(by: .seconds(5)))
        return answer?.json?["records"]?.array ?? []
    }

    private static func queries(caseID: String) -> [RecordQuery] {
        [
            RecordQuery(
                "SELECT CaseNumber, Subject, Priority, Origin, Status, Contact.Name, Account.Name FROM Case "
                    + "WHERE Id = '\(caseID)'",
                fields: [
                    ("Case", ["CaseNumber"]), ("", ["Subject"]), ("priority", ["Priority"]), ("origin", ["Origin"]),
                    ("status", ["Status"]), ("for", ["Contact", "Name"]), ("of", ["Account", "Name"]),
                ]
            ),
            RecordQuery(
                "SELECT Subject, Status, TaskSubtype, CallType, Who.Name, What.Name FROM Task WHERE WhatId = '\(caseID)'",
                fields: [
                    ("Task", ["Subject"]), ("", ["Status"]), ("subtype", ["TaskSubtype"]), ("", ["CallType"]),
                    ("with", ["Who", "Name"]), ("about case", ["What", "Name"]),
                ]
            ),
            RecordQuery(
                "SELECT Subject, StartDateTime, DurationInMinutes, Who.Name, What.Name FROM Event "
                    + "WHERE WhatId = '\(caseID)'",
                fields: [
                    ("Event", ["Subject"]), ("at", ["StartDateTime"]), ("minutes", ["DurationInMinutes"]),
                    ("with", ["Who", "Name"]), ("about case", ["What", "Name"]),
                ]
            ),
        ]
    }
}

extension JSONValue {
    /// The value at a path of members as text; empty when there is none.
    fileprivate func text(at path: [String]) -> String {
        var value: JSONValue? = self
        for name in path { value = value?[name] }
        return value.map { $0.string ?? $0.serializedText() } ?? ""
    }
}

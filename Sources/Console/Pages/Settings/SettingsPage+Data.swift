import Calls
import Doors
import Foundation
import JSON
import Workspace

/// What is kept of callers and how long, and the sandbox org inside.
extension SettingsPage {
    private struct DataView: Sendable {
        let places: [Place]
        /// Nil for what is kept for ever.
        let days: Int?
        let form: Form
    }

    private static let forgetForm = Form([
        FormField(
            name: "phone",
            label: "Their number",
            hint: "However it is written.",
            isRequired: false
        ),
        FormField(
            name: "contact_id",
            label: "Or the id of their contact in the CRM",
            isRequired: false
        ),
    ])

    var data: [ConsoleRoute] {
        [
            .show("/settings/data") { _ in .page("Data", "settings-data", dataView(Self.forgetForm)) },
            .take("/settings/forget", recordedAs: .server, "forgetCaller") { visit in
                do {
                    let phone = visit.form.line("phone")
                    let contactID = visit.form.line("contact_id")
                    guard !phone.isEmpty || !contactID.isEmpty else {
                        throw FormProblems("phone", "Say whom to forget, by one of the two.")
                    }
                    guard phone.isEmpty || phone.contains(where: \.isNumber) else {
                        throw FormProblems("phone", "There is no digit in this number.")
                    }
                    let forgotten = try await services.records.forget(
                        .init(phone: phone.isEmpty ? nil : phone, contactID: contactID.isEmpty ? nil : contactID),
                        by: visit.principal?.person.id ?? "server"
                    )
                    // Answers kept for repetitions may tell of anybody.
                    try await services.idempotency.forget(before: Date())
                    let count = "\(forgotten.calls) calls and \(forgotten.auditEntries) entries"
                    return .redirect(to: "/settings/data", saying: "What \(count) said of them is forgotten.")
                } catch {
                    let (form, code) = try Self.forgetForm.refused(visit.form, because: error)
                    return .refused("Data", "settings-data", dataView(form), code: code)
                }
            },
        ]
    }

    private func dataView(_ form: Form) -> DataView {
        DataView(places: places(at: "/settings/data"), days: retentionDays > 0 ? retentionDays : nil, form: form)
    }

    // MARK: The sandbox org

    private struct SandboxView: Sendable {
        struct Fault: Sendable {
            let text: String
            let hits: Int
        }

        let places: [Place]
        let address: String?
        let resetForm: Form
        let faults: [Fault]
        let form: Form
    }

    /// More would keep the page waiting for too long.
    private static let mostContacts = 20_000

    private static let resetForm = Form([
        FormField(
            name: "contacts",
            label: "Made-up contacts to add",
            control: .number,
            value: "0",
            hint: "Up to 20,000, with accounts, cases and activities, beside the demo company."
        )
    ])

    private static let faultForm = Form([
        FormField(
            name: "kind",
            label: "What goes wrong",
            control: .list([
                .init(value: "latency", label: "Answers come late"),
                .init(value: "unavailable", label: "The org is closed (503)"),
                .init(value: "serverError", label: "The org fails (500)"),
                .init(value: "requestLimit", label: "The limit of requests is reached (403)"),
                .init(value: "invalidSession", label: "The session is over (401)"),
                .init(value: "lockedRow", label: "A record is locked"),
                .init(value: "dropBeforeCommit", label: "The connection is lost before anything is done"),
                .init(value: "dropAfterCommit", label: "The connection is lost after all is done"),
            ])
        ),
        FormField(name: "count", label: "How often", control: .number, value: "1"),
        FormField(
            name: "milliseconds",
            label: "How late, in milliseconds",
            control: .number,
            value: "3000",
            hint: "For answers that come late only.",
            isRequired: false
        ),
    ])

    var sandbox: [ConsoleRoute] {
        guard let innerOrg else { return [] }
        return [
            .show("/settings/sandbox") { _ in
                .page("Sandbox org", "settings-sandbox", sandboxView(innerOrg, Self.faultForm))
            },
            .take("/settings/sandbox/reset", recordedAs: .server, "resetSandbox") { visit in
                guard visit.isSure else { return .unsure(at: "/settings/sandbox") }
                guard let contacts = Int(visit.form.line("contacts")), (0...Self.mostContacts).contains(contacts) else {
                    let problems = FormProblems("contacts", "Give a number from 0 to 20,000.")
                    let form = Self.resetForm.filled(from: visit.form).marked(with: problems)
                    let view = sandboxView(innerOrg, Self.faultForm, resetForm: form)
                    return .refused("Sandbox org", "settings-sandbox", view, code: problems.code)
                }
                do throws(InnerOrg.Refusal) {
                    try await innerOrg.reset(contacts)
                } catch {
                    return .refusal(at: "/settings/sandbox", saying: error.reason, code: "sandbox_refused")
                }
                let more = contacts == 0 ? "" : ", with \(contacts) made-up contacts beside them"
                return .redirect(to: "/settings/sandbox", saying: "All records are as they were at first\(more).")
            },
            .take("/settings/sandbox/faults", recordedAs: .server, "addSandboxFault") { visit in
                do {
                    let kind = visit.form.line("kind")
                    var fault: JSONObject = ["kind": .string(kind)]
                    fault["count"] = .number(JSONNumber(try Self.number("count", visit.form)))
                    if kind == "latency" {
                        fault["milliseconds"] = .number(JSONNumber(try Self.number("milliseconds", visit.form)))
                    }
                    do throws(InnerOrg.Refusal) {
                        try innerOrg.addFault(.object(fault))
                    } catch {
                        throw FormProblems(general: error.reason)
                    }
                    return .redirect(to: "/settings/sandbox", saying: "It goes wrong from the next request on.")
                } catch {
                    let (form, code) = try Self.faultForm.refused(visit.form, because: error)
                    return .refused("Sandbox org", "settings-sandbox", sandboxView(innerOrg, form), code: code)
                }
            },
            .take("/settings/sandbox/faults/clear", recordedAs: .server, "clearSandboxFaults") { _ in
                innerOrg.removeFaults()
                return .redirect(to: "/settings/sandbox", saying: "Nothing goes wrong on request any more.")
            },
        ]
    }

    private static func number(_ name: String, _ form: FormValues) throws(FormProblems) -> Int {
        guard let number = Int(form.line(name)), (1...100_000).contains(number) else {
            throw FormProblems(name, "Give a number from 1 to 100,000.")
        }
        return number
    }

    private func sandboxView(_ org: InnerOrg, _ form: Form, resetForm: Form = Self.resetForm) -> SandboxView {
        SandboxView(
            places: places(at: "/settings/sandbox"),
            address: org.address(),
            resetForm: resetForm,
            faults: org.faults().map { SandboxView.Fault(text: $0.text, hits: $0.hits) },
            form: form
        )
    }
}

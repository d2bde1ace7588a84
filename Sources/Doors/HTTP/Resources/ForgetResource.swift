package import Calls
import Foundation
import HTTPTypes
import JSON
import Workspace

/// Forgetting a caller who asks for it.
package struct ForgetResource: Sendable {
    private let records: PersonalRecords
    private let idempotency: any IdempotencyStore

    package init(records: PersonalRecords, idempotency: any IdempotencyStore) {
        self.records = records
        self.idempotency = idempotency
    }

    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/forget",
                "forgetCaller",
                "Removes what was said, who called and which records it was about. That something was done stays known.",
                for: .person(.owner),
                body: .json(
                    .named(
                        "Forgetting",
                        .object([
                            .optional("phone", .text(upTo: 50), "The number they call from, however it is written."),
                            .optional("contact_id", .text(.recordID), "Their contact in the CRM."),
                        ])
                    ),
                    example: ["phone": "+1 555 234 5678"]
                ),
                answers: [
                    .json(
                        "What was forgotten.",
                        .named(
                            "Forgotten",
                            .object([
                                .init("calls", .integer(0...Int.max)), .init("audit_entries", .integer(0...Int.max)),
                            ])
                        )
                    )
                ]
            ) { request in
                let phone = request.body["phone"]?.string
                let contactID = request.body["contact_id"]?.string
                guard phone != nil || contactID != nil else {
                    throw ProblemDetails(
                        .unprocessableContent,
                        "invalid_body",
                        "Say whom to forget: give a `phone`, a `contact_id` or both."
                    )
                }
                guard phone?.contains(where: \.isNumber) ?? true else {
                    throw ProblemDetails(
                        .unprocessableContent,
                        "invalid_body",
                        "There is no digit in this number.",
                        faults: [.init(place: "/phone", detail: "This must be a phone number.")]
                    )
                }
                let forgotten = try await records.forget(
                    PersonalRecords.Subject(phone: phone, contactID: contactID),
                    by: request.requester.key ?? "server"
                )
                // Answers kept for repetitions may tell of anybody.
                try await idempotency.forget(before: Date())
                return .json([
                    "calls": .number(JSONNumber(forgotten.calls)),
                    "audit_entries": .number(JSONNumber(forgotten.auditEntries)),
                ])
            }
        ]
    }
}

extension TextForm {
    /// The id of a record in the CRM.
    static let recordID = TextForm(
        length: 15...18,
        pattern: "^([0-9A-Za-z]{15}|[0-9A-Za-z]{18})$",
        meaning: "a record id of 15 or 18 letters and digits"
    ) { text in
        [15, 18].contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
    }
}

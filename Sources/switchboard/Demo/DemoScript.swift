import Agents
import Console
import JSON

/// The recorded call of the demo: what the caller says, and what the agent says and does.
///
/// Only the words are recorded. What the agent does is really done, and what it can't know beforehand (ids, the case's
/// number) it takes from what the org answered.
enum DemoScript {
    static let callerPhone = "+15552345678"

    static let callerLines = [
        "Yes, that's me. I'm having an issue with my latest invoice. The amount doesn't match what we agreed on.",
        "Yes, and mark it as high priority please.",
        "Yes, please.",
        "Great. Can someone call me back tomorrow morning to follow up?",
        "Perfect.",
        "No, that's everything. Thanks!",
    ]

    /// The call for the console's phone, where a person says the caller's lines.
    static let phoneModel = PhoneModel(
        id: "script",
        name: "A recorded conversation: Sarah's invoice is wrong",
        model: model,
        callerLines: callerLines,
        actions: model.actions
    )

    static let model = ScriptedModel([
        .init(uses: [.init("search_contact", ["search_term": .string(callerPhone)])]),
        .init(
            "Hello! I can see you're calling from {{search_contact.Account.Name}}. "
                + "Is this {{search_contact.FirstName}} {{search_contact.LastName}}?"
        ),

        .init(
            "I'm sorry to hear that, {{search_contact.FirstName}}. Let me create a support case for this right away. ",
            uses: [
                .init(
                    "create_case",
                    [
                        "Subject": "Invoice amount discrepancy", "ContactId": "{{search_contact.Id}}",
                        "Origin": "Phone",
                    ]
                )
            ]
        ),
        .init("The subject would be \u{2018}Invoice amount discrepancy.\u{2019} Does that sound right?"),

        // The caller said yes to something else than what was read back, so what was kept is void: ask once more.
        .init(
            uses: [
                .init(
                    "create_case",
                    [
                        "Subject": "Invoice amount discrepancy", "ContactId": "{{search_contact.Id}}",
                        "Priority": "High", "Origin": "Phone",
                    ]
                )
            ]
        ),
        .init("High priority, then. Shall I open \u{2018}Invoice amount discrepancy\u{2019} like that?"),

        .init(uses: [.init("confirm", ["confirmation_id": "{{create_case.confirmation_id}}"])]),
        .init(
            "Done! I've created a high-priority case for the invoice discrepancy. "
                + "Your case number is {{confirm.CaseNumber}}. I'm also logging this call to your account. ",
            uses: [
                .init(
                    "log_call",
                    [
                        "Subject": "Inbound call - invoice discrepancy", "CallType": "Inbound",
                        "CallDisposition": "Connected",
                        "Description": "The amount of the latest invoice does not match what was agreed.",
                        "WhoId": "{{search_contact.Id}}", "WhatId": "{{confirm.Id}}",
                    ]
                )
            ]
        ),
        .init("Is there anything else you need?"),

        .init(
            "Of course. ",
            uses: [
                .init(
                    "schedule_event",
                    [
                        "Subject": "Callback - invoice discrepancy follow-up", "StartDateTime": "tomorrow at 10am",
                        "EndDateTime": "tomorrow at 10:30am", "Location": "Phone",
                        "WhoId": "{{search_contact.Id}}", "WhatId": "{{confirm.Id}}",
                    ]
                )
            ]
        ),
        .init("I'll schedule a callback for tomorrow at 10:00 AM. Does that work?"),

        .init(uses: [.init("confirm", ["confirmation_id": "{{schedule_event.confirmation_id}}"])]),
        .init(
            "All set! I've scheduled a callback for tomorrow at 10:00 AM and linked it to your case. "
                + "You'll get a follow-up on the invoice discrepancy. Is there anything else I can help with?"
        ),

        .init("You're welcome, {{search_contact.FirstName}}. Have a good day!"),
    ])
}

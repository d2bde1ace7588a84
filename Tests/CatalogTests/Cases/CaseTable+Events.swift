import Calls
import JSON

extension CaseTable {
    static let eventReads: [ActionCase] = [
        ActionCase(
            "search_event",
            "finds events by their subject",
            ["search_term": "security review"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Subject": "Security review", "Location": "Online", "Who": ["Name": "Sarah Connor"],
                        "What": ["Name": "Cyberdyne Systems"], "Owner": ["Name": "James Wilson"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "search_event",
            "finds the events of a person",
            ["WhoId": .id("Contact", "Name = 'Siobhán O\\'Brien'")],
            says: "I found one match.",
            result: ["records": [["Subject": "Coffee with the owner"]]]
        ),
        ActionCase(
            "search_event",
            "finds the events about a record",
            ["WhatId": .id("Opportunity", "Name = 'Metro dispatch center'")],
            says: "I found one match.",
            result: ["records": [["Subject": "Contract signing"]]]
        ),
    ]

    static let eventWrites: [ActionCase] = [
        ActionCase(
            "schedule_event",
            "reads the times as they were said, where the agent is",
            [
                "Subject": "Callback", "StartDateTime": "tomorrow at 10am", "EndDateTime": "tomorrow at 10:30am",
                "WhoId": .id("Contact", "Name = 'Sarah Johnson'"), "WhatId": .id("Account", "Name = 'Acme West'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                """
                SELECT Subject, StartDateTime, EndDateTime, DurationInMinutes, Who.Name, What.Name FROM Event \
                WHERE Id = '{Id}'
                """: [
                    [
                        "Subject": "Callback", "StartDateTime": "2026-03-11T14:00:00.000+0000",
                        "EndDateTime": "2026-03-11T14:30:00.000+0000", "DurationInMinutes": 30,
                        "Who": ["Name": "Sarah Johnson"], "What": ["Name": "Acme West"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "schedule_event",
            "with a lead is about nothing else",
            [
                "Subject": "First talk", "StartDateTime": "2026-04-01T09:00:00Z", "EndDateTime": "2026-04-01T09:15:00Z",
                "WhoId": .id("Lead", "Name = 'Hank Scorpio'"), "WhatId": .id("Account", "Name = 'Acme West'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Who.Name, WhatId FROM Event WHERE Id = '{Id}'": [
                    ["Who": ["Name": "Hank Scorpio"], "WhatId": nil]
                ]
            ]
        ),
        ActionCase(
            "update_event",
            "moves it when both times are given",
            [
                "record_id": .new(
                    "Event",
                    [
                        "Subject": "Movable", "StartDateTime": "2026-04-02T09:00:00Z", "DurationInMinutes": 60,
                        "Location": "Here",
                    ]
                ),
                "StartDateTime": "2026-04-03T09:00:00Z", "EndDateTime": "2026-04-03T11:00:00Z",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, StartDateTime, EndDateTime, Location FROM Event WHERE Id = '{record_id}'": [
                    [
                        "Subject": "Movable", "StartDateTime": "2026-04-03T09:00:00.000+0000",
                        "EndDateTime": "2026-04-03T11:00:00.000+0000", "Location": "Here",
                    ]
                ]
            ]
        ),
        ActionCase(
            "delete_event",
            "cancels it",
            [
                "record_id": .new(
                    "Event",
                    ["Subject": "Cancelled", "StartDateTime": "2026-04-02T09:00:00Z", "DurationInMinutes": 60]
                )
            ],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Event WHERE Subject = 'Cancelled'": []]
        ),
        ActionCase(
            "update_event",
            "changes everything that can be changed",
            [
                "record_id": .new(
                    "Event",
                    ["Subject": "Old date", "StartDateTime": "2026-04-02T09:00:00Z", "DurationInMinutes": 60]
                ),
                "Subject": "New date", "StartDateTime": "next Monday at 2pm", "EndDateTime": "next Monday at 3:15pm",
                "Location": "Room 2", "Description": "Bring the plan.",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, StartDateTime, EndDateTime, Location, Description FROM Event WHERE Id = '{record_id}'":
                    [
                        [
                            "Subject": "New date", "StartDateTime": "2026-03-16T18:00:00.000+0000",
                            "EndDateTime": "2026-03-16T19:15:00.000+0000", "Location": "Room 2",
                            "Description": "Bring the plan.",
                        ]
                    ]
            ]
        ),
        ActionCase(
            "schedule_event",
            "keeps the place and the notes",
            [
                "Subject": "Site visit", "StartDateTime": "2026-04-01T09:00:00Z", "EndDateTime": "2026-04-01T10:00:00Z",
                "Location": "Gate 3, O'Hare", "Description": "Ask for \"Kim\".",
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Location, Description FROM Event WHERE Id = '{Id}'": [
                    ["Location": "Gate 3, O'Hare", "Description": "Ask for \"Kim\"."]
                ]
            ]
        ),
    ]

    static let eventFailures: [ActionCase] = [
        ActionCase(
            "search_event",
            "finds nothing",
            ["search_term": "Birthday"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "schedule_event",
            "that ends before it starts",
            ["Subject": "Callback", "StartDateTime": "tomorrow at 3pm", "EndDateTime": "tomorrow at 2pm"],
            .invalid,
            says: "The start has to come before the end."
        ),
        ActionCase(
            "schedule_event",
            "without an end",
            ["Subject": "Callback", "StartDateTime": "tomorrow at 3pm"],
            .invalid,
            says: "I still need the end."
        ),
        ActionCase(
            "schedule_event",
            "at no time of day",
            ["Subject": "Callback", "StartDateTime": "tomorrow", "EndDateTime": "tomorrow"],
            .invalid,
            says: "At what time on Wednesday, March 11?"
        ),
        ActionCase(
            "schedule_event",
            "about a record that does not exist",
            [
                "Subject": "Callback", "StartDateTime": "tomorrow at 3pm", "EndDateTime": "tomorrow at 4pm",
                "WhatId": "500000000000999",
            ],
            .notFound,
            says: "A record that was given can't be found."
        ),
        ActionCase(
            "update_event",
            "to end before it starts",
            ["record_id": .id("Event", "Subject = 'Team meeting'"), "EndDateTime": "2026-03-01T09:00:00Z"],
            .refused,
            says: "The end time doesn't fit with the rest of the record."
        ),
        ActionCase(
            "delete_event",
            "of an unknown id",
            ["record_id": "00U000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

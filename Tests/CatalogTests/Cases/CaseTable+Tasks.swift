import Calls
import JSON

extension CaseTable {
    static let taskReads: [ActionCase] = [
        ActionCase(
            "search_task",
            "finds tasks by their subject",
            ["search_term": "renewal quote"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Subject": "Send the renewal quote", "Status": "Not Started", "Priority": "High",
                        "Who": ["Name": "Sarah Johnson"], "What": ["Name": "Acme renewal and 20 seats"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "search_task",
            "finds the calls about a record",
            ["WhatId": .id("Case", "Subject = 'Invoice charged twice in March'")],
            says: "I found one match.",
            result: ["records": [["Subject": "Call", "CallType": "Inbound", "CallDisposition": "Case opened"]]]
        ),
        ActionCase(
            "search_task",
            "finds the tasks of a person",
            ["WhoId": .id("Contact", "Name = 'Tom Becker'")],
            says: "I found one match.",
            result: ["records": [["Subject": "Ship a replacement phone", "Status": "In Progress"]]]
        ),
    ]

    static let taskWrites: [ActionCase] = [
        ActionCase(
            "log_call",
            "needs no argument and no confirmation",
            says: "Done, that is saved.",
            leaves: [
                "SELECT Subject, TaskSubtype, CallType, Status, Priority FROM Task WHERE Id = '{Id}'": [
                    [
                        "Subject": "Call", "TaskSubtype": "Call", "CallType": "Inbound", "Status": "Completed",
                        "Priority": "Normal",
                    ]
                ]
            ]
        ),
        ActionCase(
            "log_call",
            "is linked to the person and the case",
            [
                "Subject": "Inbound call: invoice", "CallDisposition": "Resolved on the phone",
                "WhoId": .id("Contact", "Name = 'Sarah Johnson'"),
                "WhatId": .id("Case", "Subject = 'Echo on calls to the warehouse'"), "Description": "Explained.",
                "Status": "not started", "Priority": "high", "ActivityDate": "tomorrow",
            ],
            says: "Done, that is saved.",
            leaves: [
                """
                SELECT Subject, TaskSubtype, CallDisposition, Description, Status, Priority, ActivityDate, Who.Name, \
                What.Type FROM Task WHERE Id = '{Id}'
                """: [
                    [
                        "Subject": "Inbound call: invoice", "TaskSubtype": "Call",
                        "CallDisposition": "Resolved on the phone", "Description": "Explained.",
                        "Status": "Not Started", "Priority": "High", "ActivityDate": "2026-03-11",
                        "Who": ["Name": "Sarah Johnson"], "What": ["Type": "Case"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "log_call",
            "of a lead is about nothing else",
            [
                "WhoId": .id("Lead", "Name = 'Hank Scorpio'"),
                "WhatId": .id("Account", "Name = 'Acme Corporation'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Who.Name, WhatId FROM Task WHERE Id = '{Id}'": [
                    ["Who": ["Name": "Hank Scorpio"], "WhatId": nil]
                ]
            ]
        ),
        ActionCase(
            "update_task",
            "changes what was given and nothing else",
            [
                "record_id": .new("Task", ["Subject": "Ring back", "Status": "Not Started", "Priority": "High"]),
                "Status": "completed",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, Status, Priority, IsClosed FROM Task WHERE Id = '{record_id}'": [
                    ["Subject": "Ring back", "Status": "Completed", "Priority": "High", "IsClosed": true]
                ]
            ]
        ),
        ActionCase(
            "delete_task",
            "removes a task",
            ["record_id": .new("Task", ["Subject": "Never mind"])],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Task WHERE Subject = 'Never mind'": []]
        ),
        ActionCase(
            "update_task",
            "changes everything that can be changed",
            [
                "record_id": .new("Task", ["Subject": "Old task"]),
                "Subject": "New task", "Status": "Deferred", "Priority": "Low", "ActivityDate": "2026-03-31",
                "Description": "Later.", "WhoId": .id("Contact", "Name = 'Walt Green'"),
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, Status, Priority, ActivityDate, Description, Who.Name FROM Task WHERE Id = '{record_id}'":
                    [
                        [
                            "Subject": "New task", "Status": "Deferred", "Priority": "Low",
                            "ActivityDate": "2026-03-31",
                            "Description": "Later.", "Who": ["Name": "Walt Green"],
                        ]
                    ]
            ]
        ),
        ActionCase(
            "log_call",
            "can be a call we made",
            ["CallType": "outbound", "CallDisposition": "No Answer"],
            says: "Done, that is saved.",
            leaves: [
                "SELECT CallType, CallDisposition FROM Task WHERE Id = '{Id}'": [
                    ["CallType": "Outbound", "CallDisposition": "No Answer"]
                ]
            ]
        ),
    ]

    static let taskFailures: [ActionCase] = [
        ActionCase(
            "search_task",
            "finds nothing",
            ["search_term": "Water the plants"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "log_call",
            "in no direction that there is",
            ["CallType": "Inbond"],
            .invalid,
            says: "Inbond is not a possible call type; did you mean Inbound?"
        ),
        ActionCase(
            "log_call",
            "of a person who does not exist",
            ["WhoId": "003000000000999"],
            .notFound,
            says: "A record that was given can't be found."
        ),
        ActionCase(
            "update_task",
            "that is about a deal, to a lead",
            [
                "record_id": .id("Task", "Subject = 'Visit the second store'"),
                "WhoId": .id("Lead", "Name = 'Gina Rossi'"),
            ],
            .refused,
            says: "The related record doesn't fit with the rest of the record."
        ),
        ActionCase(
            "update_task",
            "to a day that no calendar has",
            ["record_id": .id("Task", "Subject = 'Visit the second store'"), "ActivityDate": "2026-02-30"],
            .invalid,
            says: "There is no such day in the calendar; please give me another date."
        ),
        ActionCase(
            "delete_task",
            "of an unknown id",
            ["record_id": "00T000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

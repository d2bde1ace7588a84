import Calls
import JSON

extension CaseTable {
    static let caseReads: [ActionCase] = [
        ActionCase(
            "search_case",
            "finds cases by their subject",
            ["search_term": "charged twice"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Subject": "Invoice charged twice in March", "Status": "New", "Priority": "High",
                        "Contact": ["Name": "Sarah Johnson"], "Account": ["Name": "Acme Corporation"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "search_case",
            "finds the cases of a contact among those of a company",
            ["search_term": "Acme", "ContactId": .id("Contact", "Name = 'Tom Becker'")],
            says: "I found one match.",
            result: ["records": [["Subject": "Desk phone shows no display"]]]
        ),
    ]

    static let caseWrites: [ActionCase] = [
        ActionCase(
            "update_case",
            "routes it to a queue and closes nothing",
            [
                "record_id": .new("Case", ["Subject": "Route me", "Priority": "Low"]),
                "OwnerId": .id("Group", "DeveloperName = 'Billing_Support'"), "Status": "escalated",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, Priority, Status, IsClosed, Owner.Name FROM Case WHERE Id = '{record_id}'": [
                    [
                        "Subject": "Route me", "Priority": "Low", "Status": "Escalated", "IsClosed": false,
                        "Owner": ["Name": "Billing Support"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "create_case",
            "comes in by phone unless it is said otherwise",
            [
                "Subject": "Line is dead", "Description": "Since 8:00 this morning.\nBoth lines.", "Priority": "high",
                "ContactId": .id("Contact", "Name = 'Walt Green'"),
            ],
            says: "Done. The case number is {CaseNumber}.",
            leaves: [
                """
                SELECT CaseNumber, Subject, Description, Priority, Origin, Status, Contact.Name, Account.Name \
                FROM Case WHERE Id = '{Id}' AND CaseNumber = '{CaseNumber}'
                """: [
                    [
                        "Subject": "Line is dead",
                        "Description": "Since 8:00 this morning.\nBoth lines.", "Priority": "High", "Origin": "Phone",
                        "Status": "New", "Contact": ["Name": "Walt Green"], "Account": ["Name": "Green Valley Farms"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "delete_case",
            "removes a case",
            ["record_id": .new("Case", ["Subject": "Opened by mistake"])],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Case WHERE Subject = 'Opened by mistake'": []]
        ),
        ActionCase(
            "update_case",
            "changes everything that can be changed",
            [
                "record_id": .new("Case", ["Subject": "Old subject"]),
                "Subject": "New subject", "Description": "All of it.", "Status": "Closed", "Priority": "High",
                "ContactId": .id("Contact", "Name = 'Walt Green'"), "OwnerId": .id("User", "Name = 'Priya Raman'"),
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Subject, Description, Status, IsClosed, Priority, Contact.Name, Owner.Name FROM Case WHERE Id = '{record_id}'":
                    [
                        [
                            "Subject": "New subject", "Description": "All of it.", "Status": "Closed", "IsClosed": true,
                            "Priority": "High", "Contact": ["Name": "Walt Green"], "Owner": ["Name": "Priya Raman"],
                        ]
                    ]
            ]
        ),
        ActionCase(
            "create_case",
            "can come from elsewhere and say no more than a description",
            ["Description": "Words only.", "Origin": "web"],
            says: "Done. The case number is {CaseNumber}.",
            leaves: [
                "SELECT Subject, Description, Origin, Priority FROM Case WHERE Id = '{Id}'": [
                    ["Subject": nil, "Description": "Words only.", "Origin": "Web", "Priority": "Medium"]
                ]
            ]
        ),
    ]

    static let caseFailures: [ActionCase] = [
        ActionCase(
            "search_case",
            "finds no such number",
            ["search_term": "00009999"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_case",
            "without a word of what it is about",
            ["Priority": "High"],
            .invalid,
            says: "I need at least one of subject or description."
        ),
        ActionCase(
            "create_case",
            "with a mistyped priority",
            ["Subject": "Line is dead", "Priority": "Hihg"],
            .invalid,
            says: "Hihg is not a possible priority; did you mean High?"
        ),
        ActionCase(
            "create_case",
            "for a contact that does not exist",
            ["Subject": "Line is dead", "ContactId": "003000000000999"],
            .notFound,
            says: "A record that was given can't be found."
        ),
        ActionCase(
            "create_case",
            "for a company in place of a contact",
            ["Subject": "Line is dead", "ContactId": .id("Account", "Name = 'Acme West'")],
            .refused,
            says: "The contact doesn't fit with the rest of the record."
        ),
        ActionCase(
            "update_case",
            "with an unknown state",
            ["record_id": .id("Case", "Subject = 'Cancel the trial'"), "Status": "Done"],
            .invalid,
            says: "Done is not a possible status; it can be New, Working, Escalated or Closed."
        ),
        ActionCase(
            "update_case",
            "to a queue that takes no cases",
            [
                "record_id": .id("Case", "Subject = 'Cancel the trial'"),
                "OwnerId": .id("Group", "DeveloperName = 'Inbound_Leads'"),
            ],
            .notFound,
            says: "The owner that was given can't be used there."
        ),
        ActionCase(
            "delete_case",
            "of an unknown id",
            ["record_id": "500000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

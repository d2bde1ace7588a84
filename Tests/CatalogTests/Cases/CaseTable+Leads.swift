import Calls
import JSON

extension CaseTable {
    static let leadReads: [ActionCase] = [
        ActionCase(
            "search_lead",
            "finds leads by their company",
            ["search_term": "globex"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "FirstName": "Hank", "LastName": "Scorpio", "Company": "Globex", "Title": "President",
                        "Status": "Working - Contacted",
                    ]
                ]
            ]
        ),
        ActionCase(
            "search_lead",
            "finds a lead by a number in other spelling",
            ["search_term": "555.331.7009"],
            says: "I found one match.",
            result: ["records": [["LastName": "Scorpio", "MobilePhone": "(555) 331-7009"]]]
        ),
        ActionCase(
            "search_lead",
            "takes a percent sign and an underscore as they are",
            ["search_term": "50%_more"],
            says: "I found one match.",
            result: ["records": [["LastName": "Vanderwaal"]]]
        ),
    ]

    static let leadWrites: [ActionCase] = [
        ActionCase(
            "create_lead",
            "keeps every detail",
            [
                "FirstName": "Lena", "LastName": "Fresh", "Company": "Fresh & Sons", "Email": "lena@fresh.example",
                "Phone": "555 010 7100", "Status": "working - contacted", "Description": "Called about seats.",
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Name, Company, Email, Phone, Status, Description FROM Lead WHERE Id = '{Id}'": [
                    [
                        "Name": "Lena Fresh", "Company": "Fresh & Sons", "Email": "lena@fresh.example",
                        "Phone": "555 010 7100", "Status": "Working - Contacted",
                        "Description": "Called about seats.",
                    ]
                ]
            ]
        ),
        ActionCase(
            "update_lead",
            "gives it to a queue",
            [
                "record_id": .new("Lead", ["LastName": "Movable", "Company": "Mover"]),
                "OwnerId": .id("Group", "DeveloperName = 'Inbound_Leads'"), "Status": "Closed - Not Converted",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Company, Status, Owner.Name FROM Lead WHERE Id = '{record_id}'": [
                    ["Company": "Mover", "Status": "Closed - Not Converted", "Owner": ["Name": "Inbound Leads"]]
                ]
            ]
        ),
        ActionCase(
            "delete_lead",
            "removes a lead",
            ["record_id": .new("Lead", ["LastName": "Vanisher", "Company": "Vanish"])],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Lead WHERE LastName = 'Vanisher'": []]
        ),
        ActionCase(
            "update_lead",
            "changes everything that can be changed",
            [
                "record_id": .new("Lead", ["LastName": "Oldlead", "Company": "Leadworks"]),
                "FirstName": "Lara", "LastName": "Newlead", "Email": "lara@new.example", "Phone": "555 010 7300",
                "Status": "Working - Contacted", "OwnerId": .id("User", "Name = 'James Wilson'"),
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, Company, Email, Phone, Status, Owner.Name FROM Lead WHERE Id = '{record_id}'": [
                    [
                        "Name": "Lara Newlead", "Company": "Leadworks", "Email": "lara@new.example",
                        "Phone": "555 010 7300",
                        "Status": "Working - Contacted", "Owner": ["Name": "James Wilson"],
                    ]
                ]
            ]
        ),
    ]

    static let leadFailures: [ActionCase] = [
        ActionCase(
            "search_lead",
            "finds nobody",
            ["search_term": "Nobody At All"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_lead",
            "without a company",
            ["LastName": "Fresh"],
            .invalid,
            says: "I still need the company."
        ),
        ActionCase(
            "create_lead",
            "with a mistyped state",
            ["LastName": "Fresh", "Company": "Fresh & Sons", "Status": "Open - Not Contactd"],
            .invalid,
            says: "Open - Not Contactd is not a possible status; did you mean Open - Not Contacted?"
        ),
        ActionCase(
            "update_lead",
            "of an unknown id",
            ["record_id": "00Q000000000999", "Phone": "555 010 7100"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "delete_lead",
            "of a contact in place of a lead",
            ["record_id": .id("Contact", "Name = 'Tom Becker'")],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

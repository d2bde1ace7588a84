import Calls
import JSON

extension CaseTable {
    static let accountReads: [ActionCase] = [
        ActionCase(
            "search_account",
            "finds companies by a part of their name",
            ["search_term": "norrsken"],
            says: "I found one match.",
            result: [
                "records": [["Name": "Norrsken Åkeri AB", "Phone": "+46 8 123 456 00", "BillingCity": "Kiruna"]],
                "totalSize": 1,
            ]
        ),
        ActionCase(
            "search_account",
            "finds a company by its website",
            ["search_term": "cyberdyne.example"],
            says: "I found one match.",
            result: ["records": [["Name": "Cyberdyne Systems"]]]
        ),
        ActionCase(
            "search_account",
            "finds a company by its number in other spelling",
            ["search_term": "+1 555 234 6000"],
            says: "I found one match.",
            result: ["records": [["Name": "Acme West", "Phone": "555.234.6000"]]]
        ),
    ]

    static let accountWrites: [ActionCase] = [
        ActionCase(
            "create_account",
            "keeps every detail",
            [
                "Name": "Initech", "Phone": "+1 512 555 0199", "Website": "https://initech.example",
                "Industry": "Technology",
            ],
            says: "Done, that is saved.",
            asks:
                "I am about to create an account: name Initech, phone +1 512 555 0199, website https://initech.example, "
                + "industry Technology. Shall I go ahead?",
            leaves: [
                "SELECT Name, Phone, Website, Industry FROM Account WHERE Id = '{Id}'": [
                    [
                        "Name": "Initech", "Phone": "+1 512 555 0199", "Website": "https://initech.example",
                        "Industry": "Technology",
                    ]
                ]
            ]
        ),
        ActionCase(
            "update_account",
            "changes what was given and nothing else",
            [
                "record_id": .new("Account", ["Name": "Vandelay", "Phone": "555 010 9000", "Industry": "Import"]),
                "Phone": "555 010 9001",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, Phone, Industry FROM Account WHERE Id = '{record_id}'": [
                    ["Name": "Vandelay", "Phone": "555 010 9001", "Industry": "Import"]
                ]
            ]
        ),
        ActionCase(
            "delete_account",
            "removes a company",
            ["record_id": .new("Account", ["Name": "Gone Incorporated"])],
            says: "Done, that is removed.",
            asks: "I am about to delete an account: a record that was not looked up in this call. This removes it. "
                + "Shall I go ahead?",
            leaves: ["SELECT Id FROM Account WHERE Name = 'Gone Incorporated'": []]
        ),
        ActionCase(
            "update_account",
            "changes everything that can be changed",
            [
                "record_id": .new("Account", ["Name": "Old Name"]),
                "Name": "New Name", "Phone": "555 010 9100", "Website": "https://new.example", "Industry": "Retail",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, Phone, Website, Industry FROM Account WHERE Id = '{record_id}'": [
                    [
                        "Name": "New Name", "Phone": "555 010 9100", "Website": "https://new.example",
                        "Industry": "Retail",
                    ]
                ]
            ]
        ),
    ]

    static let accountFailures: [ActionCase] = [
        ActionCase(
            "search_account",
            "finds nothing",
            ["search_term": "Nakatomi"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_account",
            "without a name",
            ["Phone": "555 010 9000"],
            .invalid,
            says: "I still need the name."
        ),
        ActionCase(
            "update_account",
            "of an unknown id",
            ["record_id": "001000000000999", "Phone": "555 010 9000"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "update_account",
            "without a change",
            ["record_id": .id("Account", "Name = 'Acme West'")],
            .invalid,
            says: "There is nothing to change yet; I need at least one new value."
        ),
        ActionCase(
            "delete_account",
            "of a company with cases",
            ["record_id": .id("Account", "Name = 'Acme Corporation'")],
            .refused,
            says: "That can't be removed, because other records depend on it."
        ),
    ]
}

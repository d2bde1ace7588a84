import Calls
import JSON

extension CaseTable {
    static let contactReads: [ActionCase] = [
        ActionCase(
            "search_contact",
            "finds a contact by name, with the company",
            ["search_term": "Sarah Johnson"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "FirstName": "Sarah", "LastName": "Johnson", "Title": "VP of Operations",
                        "Email": "sarah.johnson@acme.example", "Phone": "(555) 234-5678",
                        "MobilePhone": "555-234-9911", "Account": ["Name": "Acme Corporation"],
                    ]
                ],
                "totalSize": 1,
            ]
        ),
        ActionCase(
            "search_contact",
            "finds contacts by a part of their address",
            ["search_term": "@norrsken"],
            says: "I found 2 matches."
        ),
        ActionCase(
            "search_contact",
            "finds a contact by a mobile number",
            ["search_term": "+46701234567"],
            says: "I found one match.",
            result: ["records": [["LastName": "Öberg", "MobilePhone": "070-123 45 67"]]]
        ),
        ActionCase(
            "search_contact",
            "finds a contact by a home number",
            ["search_term": "555 420 1212"],
            says: "I found one match.",
            result: ["records": [["LastName": "Patel"]]]
        ),
    ]

    static let contactWrites: [ActionCase] = [
        ActionCase(
            "create_contact",
            "keeps every detail as it was said",
            [
                "FirstName": "Zoë", "LastName": "O'Neil-\"Smith\"", "Email": "zoe@newcomer.example",
                "Phone": "+1 (555) 010-7000", "AccountId": .id("Account", "Name = 'Green Valley Farms'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT FirstName, LastName, Email, Phone, Account.Name FROM Contact WHERE Id = '{Id}'": [
                    [
                        "FirstName": "Zoë", "LastName": "O'Neil-\"Smith\"", "Email": "zoe@newcomer.example",
                        "Phone": "+1 (555) 010-7000", "Account": ["Name": "Green Valley Farms"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "update_contact",
            "changes what was given and nothing else",
            [
                "record_id": .new(
                    "Contact",
                    ["FirstName": "Pat", "LastName": "Changeling", "Email": "pat@old.example", "Title": "Clerk"]
                ),
                "Email": "pat@new.example", "Title": "Head Clerk",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT FirstName, LastName, Email, Title FROM Contact WHERE Id = '{record_id}'": [
                    ["FirstName": "Pat", "LastName": "Changeling", "Email": "pat@new.example", "Title": "Head Clerk"]
                ]
            ]
        ),
        ActionCase(
            "delete_contact",
            "removes a contact without cases",
            ["record_id": .new("Contact", ["LastName": "Farewell"])],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Contact WHERE LastName = 'Farewell'": []]
        ),
        ActionCase(
            "update_contact",
            "changes everything that can be changed",
            [
                "record_id": .new("Contact", ["LastName": "Oldname"]),
                "FirstName": "Nova", "LastName": "Newname", "Email": "nova@new.example", "Phone": "555 010 7200",
                "MobilePhone": "555 010 7201", "Title": "Chief",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT FirstName, LastName, Email, Phone, MobilePhone, Title FROM Contact WHERE Id = '{record_id}'": [
                    [
                        "FirstName": "Nova", "LastName": "Newname", "Email": "nova@new.example",
                        "Phone": "555 010 7200",
                        "MobilePhone": "555 010 7201", "Title": "Chief",
                    ]
                ]
            ]
        ),
    ]

    static let contactFailures: [ActionCase] = [
        ActionCase(
            "search_contact",
            "finds nobody",
            ["search_term": "Nobody At All"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "search_contact",
            "with a misspelt field",
            ["serch_term": "Sarah"],
            .invalid,
            says: "There is no field called serch term; did you mean search term?"
        ),
        ActionCase(
            "create_contact",
            "without a last name",
            ["FirstName": "Sarah"],
            .invalid,
            says: "I still need the last name."
        ),
        ActionCase(
            "create_contact",
            "with half an address",
            ["LastName": "Newcomer", "Email": "zoe at newcomer"],
            .invalid,
            says: "The value for email must be an email address."
        ),
        ActionCase(
            "create_contact",
            "with a name that is too long",
            ["LastName": .value(.string(String(repeating: "long", count: 21)))],
            .invalid,
            says: "The last name is too long; it can have at most 80 characters."
        ),
        ActionCase(
            "create_contact",
            "at a company that does not exist",
            ["LastName": "Newcomer", "AccountId": "001000000000999"],
            .notFound,
            says: "A record that was given can't be found."
        ),
        ActionCase(
            "update_contact",
            "of an unknown id",
            ["record_id": "003000000000999", "Title": "Clerk"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "update_contact",
            "of a name in place of an id",
            ["record_id": "Sarah Johnson", "Title": "Clerk"],
            .invalid,
            says: "The value for record must be a record id from a search result."
        ),
        ActionCase(
            "update_contact",
            "with an address the org does not take",
            ["record_id": .id("Contact", "Name = 'Tom Becker'"), "Email": "tom..becker@acme.example"],
            .refused,
            says: "That email address is not valid."
        ),
        ActionCase(
            "delete_contact",
            "of a contact with cases",
            ["record_id": .id("Contact", "Name = 'Sarah Johnson'")],
            .refused,
            says: "That can't be removed, because other records depend on it."
        ),
    ]
}

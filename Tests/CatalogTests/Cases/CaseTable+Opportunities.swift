import Calls
import JSON

extension CaseTable {
    static let opportunityReads: [ActionCase] = [
        ActionCase(
            "search_opportunity",
            "finds deals with their line items",
            ["search_term": "warehouse"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Name": "Acme West warehouse phones", "StageName": "Proposal/Price Quote", "Amount": 7160,
                        "Account": ["Name": "Acme West"],
                        "OpportunityLineItems": [
                            ["Product2": ["Name": "Desk Phone D200"], "Quantity": 40, "UnitPrice": 149],
                            ["Product2": ["Name": "On-site Installation"], "Quantity": 1, "UnitPrice": 1200],
                        ],
                    ]
                ]
            ]
        ),
        ActionCase(
            "search_opportunity",
            "finds deals by their company",
            ["search_term": "O'Brien & Daughters"],
            says: "I found one match.",
            result: ["records": [["Name": "O'Brien's second store"]]]
        ),
    ]

    static let opportunityWrites: [ActionCase] = [
        ActionCase(
            "update_opportunity",
            "shows the amount that a deal with line items keeps",
            ["record_id": .id("Opportunity", "Name = 'Müller Konferenztelefone'"), "Amount": 5],
            says: "That is saved, but our records keep the amount as it was.",
            result: ["Amount": 7980, "HasOpportunityLineItem": true],
            leaves: ["SELECT Amount FROM Opportunity WHERE Id = '{record_id}'": [["Amount": 7980]]]
        ),
        ActionCase(
            "create_opportunity",
            "takes numbers and dates as they were said",
            [
                "Name": "Ten more seats", "StageName": "qualification", "CloseDate": "next Friday",
                "Amount": "2,500.50",
                "AccountId": .id("Account", "Name = 'Green Valley Farms'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                """
                SELECT Name, StageName, CloseDate, Amount, Probability, Account.Name FROM Opportunity \
                WHERE Id = '{Id}'
                """: [
                    [
                        "Name": "Ten more seats", "StageName": "Qualification", "CloseDate": "2026-03-20",
                        "Amount": 2500.5, "Probability": 10, "Account": ["Name": "Green Valley Farms"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "update_opportunity",
            "moves it to another stage",
            [
                "record_id": .new(
                    "Opportunity",
                    ["Name": "Nearly there", "StageName": "Prospecting", "CloseDate": "2026-05-01", "Amount": 100]
                ),
                "StageName": "Closed Won", "Amount": 120,
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, StageName, CloseDate, Amount, IsWon FROM Opportunity WHERE Id = '{record_id}'": [
                    [
                        "Name": "Nearly there", "StageName": "Closed Won", "CloseDate": "2026-05-01", "Amount": 120,
                        "IsWon": true,
                    ]
                ]
            ]
        ),
        ActionCase(
            "delete_opportunity",
            "removes a deal",
            [
                "record_id": .new(
                    "Opportunity",
                    ["Name": "Called off", "StageName": "Prospecting", "CloseDate": "2026-05-01"]
                )
            ],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Opportunity WHERE Name = 'Called off'": []]
        ),
        ActionCase(
            "update_opportunity",
            "changes everything that can be changed",
            [
                "record_id": .new(
                    "Opportunity",
                    ["Name": "Old deal", "StageName": "Prospecting", "CloseDate": "2026-05-01"]
                ),
                "Name": "New deal", "StageName": "Needs Analysis", "CloseDate": "2026-06-30", "Amount": "1,250",
                "AccountId": .id("Account", "Name = 'Green Valley Farms'"),
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, StageName, CloseDate, Amount, Account.Name FROM Opportunity WHERE Id = '{record_id}'": [
                    [
                        "Name": "New deal", "StageName": "Needs Analysis", "CloseDate": "2026-06-30", "Amount": 1250,
                        "Account": ["Name": "Green Valley Farms"],
                    ]
                ]
            ]
        ),
    ]

    static let opportunityFailures: [ActionCase] = [
        ActionCase(
            "search_opportunity",
            "finds nothing",
            ["search_term": "Nakatomi"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_opportunity",
            "without a day to close",
            ["Name": "Ten more seats", "StageName": "Prospecting"],
            .invalid,
            says: "I still need the close date."
        ),
        ActionCase(
            "create_opportunity",
            "with a mistyped stage",
            ["Name": "Ten more seats", "StageName": "Prospectin", "CloseDate": "2026-05-01"],
            .invalid,
            says: "Prospectin is not a possible stage name; did you mean Prospecting?"
        ),
        ActionCase(
            "create_opportunity",
            "with words for an amount",
            ["Name": "Ten more seats", "StageName": "Prospecting", "CloseDate": "2026-05-01", "Amount": "plenty"],
            .invalid,
            says: "The value for amount must be a number."
        ),
        ActionCase(
            "update_opportunity",
            "of an unknown id",
            ["record_id": "006000000000999", "Amount": 5],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "delete_opportunity",
            "of an unknown id",
            ["record_id": "006000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

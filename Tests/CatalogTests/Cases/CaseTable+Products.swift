import Calls
import JSON

extension CaseTable {
    static let productReads: [ActionCase] = [
        ActionCase(
            "search_products",
            "finds active products only",
            ["search_term": "desk phone"],
            says: "I found one match.",
            result: ["records": [["Name": "Desk Phone D200", "ProductCode": "D200", "IsActive": true]]]
        ),
        ActionCase(
            "search_pricebook_entries",
            "finds the standard price only",
            ["search_term": "D200"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Product2": ["Name": "Desk Phone D200"], "UnitPrice": 149,
                        "Pricebook2": ["Name": "Standard Price Book"],
                    ]
                ]
            ]
        ),
    ]

    static let productWrites: [ActionCase] = [
        ActionCase(
            "create_product",
            "is for sale unless it is said otherwise",
            ["Name": "Door Phone", "ProductCode": "DP-1", "Description": "For the door."],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Name, ProductCode, Description, IsActive FROM Product2 WHERE Id = '{Id}'": [
                    ["Name": "Door Phone", "ProductCode": "DP-1", "Description": "For the door.", "IsActive": true]
                ]
            ]
        ),
        ActionCase(
            "add_product_to_opportunity",
            "adds to the amount of the deal",
            [
                "OpportunityId": .new(
                    "Opportunity",
                    ["Name": "With a headset", "StageName": "Prospecting", "CloseDate": "2026-05-01"]
                ),
                "PricebookEntryId": .id(
                    "PricebookEntry",
                    "Product2.ProductCode = 'H1' AND Pricebook2.IsStandard = true"
                ),
                "Quantity": 3, "UnitPrice": "70.50",
            ],
            says: "Done, that is saved.",
            leaves: [
                """
                SELECT Product2.Name, Quantity, UnitPrice, TotalPrice, Opportunity.Amount FROM OpportunityLineItem \
                WHERE Id = '{Id}'
                """: [
                    [
                        "Product2": ["Name": "Headset H1"], "Quantity": 3, "UnitPrice": 70.5, "TotalPrice": 211.5,
                        "Opportunity": ["Amount": 211.5],
                    ]
                ]
            ]
        ),
        ActionCase(
            "update_product",
            "takes it off the market",
            [
                "record_id": .new("Product2", ["Name": "Pager", "ProductCode": "PG", "IsActive": true]),
                "IsActive": "no",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, ProductCode, IsActive FROM Product2 WHERE Id = '{record_id}'": [
                    ["Name": "Pager", "ProductCode": "PG", "IsActive": false]
                ]
            ]
        ),
        ActionCase(
            "delete_product",
            "removes one that was never sold",
            ["record_id": .new("Product2", ["Name": "Telegraph"])],
            says: "Done, that is removed.",
            leaves: ["SELECT Id FROM Product2 WHERE Name = 'Telegraph'": []]
        ),
        ActionCase(
            "remove_product_from_opportunity",
            "removes the line item and keeps the deal",
            [
                "record_id": .new(
                    "OpportunityLineItem",
                    [
                        "OpportunityId": .new(
                            "Opportunity",
                            ["Name": "Thinned out", "StageName": "Prospecting", "CloseDate": "2026-05-01"]
                        ),
                        "PricebookEntryId": .id(
                            "PricebookEntry",
                            "Product2.ProductCode = 'REC' AND Pricebook2.IsStandard = true"
                        ),
                        "Quantity": 1, "UnitPrice": 8,
                    ]
                )
            ],
            says: "Done, that is removed.",
            leaves: [
                "SELECT Id FROM OpportunityLineItem WHERE Id = '{record_id}'": [],
                "SELECT HasOpportunityLineItem FROM Opportunity WHERE Name = 'Thinned out'": [
                    ["HasOpportunityLineItem": false]
                ],
            ]
        ),
        ActionCase(
            "update_product",
            "changes everything that can be changed",
            [
                "record_id": .new("Product2", ["Name": "Old thing"]),
                "Name": "New thing", "ProductCode": "NT", "Description": "Better.", "IsActive": true,
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, ProductCode, Description, IsActive FROM Product2 WHERE Id = '{record_id}'": [
                    ["Name": "New thing", "ProductCode": "NT", "Description": "Better.", "IsActive": true]
                ]
            ]
        ),
        ActionCase(
            "create_product",
            "can be kept off the market",
            ["Name": "Prototype", "IsActive": false],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Name, IsActive FROM Product2 WHERE Id = '{Id}'": [["Name": "Prototype", "IsActive": false]]
            ]
        ),
    ]

    static let productFailures: [ActionCase] = [
        ActionCase(
            "search_products",
            "finds nothing that is no longer sold",
            ["search_term": "D100"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_product",
            "without a name",
            ["ProductCode": "DP-1"],
            .invalid,
            says: "I still need the name."
        ),
        ActionCase(
            "search_pricebook_entries",
            "without a term",
            [:],
            .invalid,
            says: "I still need the search term."
        ),
        ActionCase(
            "add_product_to_opportunity",
            "by a price of another price book",
            [
                "OpportunityId": .id("Opportunity", "Name = 'Acme renewal and 20 seats'"),
                "PricebookEntryId": .id(
                    "PricebookEntry",
                    "Product2.ProductCode = 'D200' AND Pricebook2.Name = 'Partner Price Book'"
                ),
                "Quantity": 1, "UnitPrice": 119,
            ],
            .refused,
            says: "The price book entry doesn't fit with the rest of the record."
        ),
        ActionCase(
            "add_product_to_opportunity",
            "by the product in place of its price",
            [
                "OpportunityId": .id("Opportunity", "Name = 'Acme renewal and 20 seats'"),
                "PricebookEntryId": .id("Product2", "ProductCode = 'D200'"), "Quantity": 1, "UnitPrice": 149,
            ],
            .refused,
            says: "The price book entry doesn't fit with the rest of the record."
        ),
        ActionCase(
            "add_product_to_opportunity",
            "without a quantity",
            [
                "OpportunityId": .id("Opportunity", "Name = 'Acme renewal and 20 seats'"),
                "PricebookEntryId": .id(
                    "PricebookEntry",
                    "Product2.ProductCode = 'D200' AND Pricebook2.IsStandard = true"
                ),
                "UnitPrice": 149,
            ],
            .invalid,
            says: "I still need the quantity."
        ),
        ActionCase(
            "update_product",
            "with a word that is neither yes nor no",
            ["record_id": .id("Product2", "ProductCode = 'H1'"), "IsActive": "perhaps"],
            .invalid,
            says: "The value for active must be true or false."
        ),
        ActionCase(
            "delete_product",
            "that is part of a deal",
            ["record_id": .id("Product2", "ProductCode = 'D200'")],
            .refused,
            says: "That can't be removed, because other records depend on it."
        ),
        ActionCase(
            "remove_product_from_opportunity",
            "of an unknown id",
            ["record_id": "00k000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

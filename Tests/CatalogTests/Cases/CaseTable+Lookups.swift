import Calls
import JSON

extension CaseTable {
    static let lookupReads: [ActionCase] = [
        ActionCase(
            "get_contact",
            "reads one contact with the company",
            ["record_id": .id("Contact", "Name = 'Sarah Johnson'")],
            says: "I have it.",
            result: [
                "FirstName": "Sarah", "LastName": "Johnson", "Title": "VP of Operations",
                "Email": "sarah.johnson@acme.example", "Phone": "(555) 234-5678",
                "Account": ["Name": "Acme Corporation"],
            ]
        ),
        ActionCase(
            "get_lead",
            "reads one lead",
            ["record_id": .id("Lead", "Name = 'Hank Scorpio'")],
            says: "I have it.",
            result: ["LastName": "Scorpio", "Company": "Globex", "LeadSource": "Other"]
        ),
        ActionCase(
            "get_account",
            "reads one company with its owner",
            ["record_id": .id("Account", "Name = 'Acme Corporation'")],
            says: "I have it.",
            result: [
                "Name": "Acme Corporation", "Industry": "Manufacturing", "BillingCity": "Springfield",
                "Owner": ["Name": "James Wilson"],
            ]
        ),
        ActionCase(
            "get_opportunity",
            "reads one deal",
            ["record_id": .id("Opportunity", "Name = 'Metro dispatch center'")],
            says: "I have it.",
            result: [
                "StageName": "Negotiation/Review", "Amount": 250000, "Account": ["Name": "Metro Transit Authority"],
            ]
        ),
        ActionCase(
            "get_case",
            "reads one case with the queue that has it",
            ["record_id": .id("Case", "Subject = 'Invoice charged twice in March'")],
            says: "I have it.",
            result: [
                "Subject": "Invoice charged twice in March", "Status": "New", "Priority": "High",
                "Description": "The invoice for March was debited on the 3rd and again on the 5th.",
                "Owner": ["Name": "Billing Support"],
            ]
        ),
        ActionCase(
            "global_search",
            "finds records of several kinds by all their fields",
            ["search_term": "Acme"],
            says: "I found 8 matches.",
            result: ["totalSize": 8]
        ),
    ]

    static let lookupFailures: [ActionCase] =
        [("contact", "003"), ("lead", "00Q"), ("account", "001"), ("opportunity", "006"), ("case", "500")]
        .flatMap { kind, prefix in
            [
                ActionCase(
                    "get_\(kind)",
                    "of an unknown id",
                    ["record_id": .value(.string("\(prefix)000000000999"))],
                    .notFound,
                    says: "I couldn't find that in our records."
                ),
                ActionCase("get_\(kind)", "without an id", [:], .invalid, says: "I still need the record."),
            ]
        } + [
            ActionCase(
                "global_search",
                "finds nothing",
                ["search_term": "Nakatomi"],
                .notFound,
                says: "I found nothing that matches."
            ),
            ActionCase("global_search", "without a term", [:], .invalid, says: "I still need the search term."),
            ActionCase(
                "global_search",
                "for one letter",
                ["search_term": "a"],
                .invalid,
                says: "The value for search term can't be used: it needs at least two letters or digits."
            ),
        ]
}

import Calls
import JSON

extension CaseTable {
    static let userReads: [ActionCase] = [
        ActionCase(
            "search_users",
            "finds people by name",
            ["search_term": "Sarah"],
            says: "I found one match.",
            result: [
                "records": [
                    [
                        "Name": "Sarah Kim", "Title": "Billing Specialist", "IsActive": true,
                        "Profile": ["Name": "Standard User"],
                    ]
                ]
            ]
        ),
        ActionCase(
            "get_user",
            "reads one person",
            ["record_id": .id("User", "Name = 'Priya Raman'")],
            says: "I have it.",
            result: ["Name": "Priya Raman", "Department": "Support", "Profile": ["Name": "Standard User"]]
        ),
        ActionCase(
            "list_queues",
            "lists the queues for cases, by name",
            says: "I found 2 matches.",
            result: [
                "records": [
                    ["Queue": ["Name": "Billing Support", "DeveloperName": "Billing_Support"]],
                    ["Queue": ["Name": "Technical Support"]],
                ]
            ]
        ),
        ActionCase(
            "list_queues",
            "lists the queues for leads",
            ["SobjectType": "lead"],
            says: "I found one match.",
            result: ["records": [["Queue": ["Name": "Inbound Leads"]]]]
        ),
    ]

    static let userFailures: [ActionCase] = [
        ActionCase(
            "search_users",
            "finds nobody who has left",
            ["search_term": "Greta"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "get_user",
            "of an unknown id",
            ["record_id": "005000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "list_queues",
            "for a kind of record that has none",
            ["SobjectType": "Contact"],
            .invalid,
            says: "Contact is not a possible sobject type; it can be Case or Lead."
        ),
    ]
}

import Calls
import JSON

extension CaseTable {
    static let knowledgeReads: [ActionCase] = [
        ActionCase(
            "search_knowledge",
            "finds published articles only",
            ["search_term": "billing"],
            says: "I found 2 matches.",
            result: ["records": [["Title": "Billing was charged twice"], ["Title": "Change your billing address"]]]
        ),
        ActionCase(
            "get_article",
            "reads title and summary",
            [
                "record_id": .id(
                    "KnowledgeArticleVersion",
                    "UrlName = 'reset-password' AND PublishStatus = 'Online' AND Language = 'en_US'"
                )
            ],
            says: "I have it.",
            result: [
                "Title": "Reset your password", "Summary": "How to get back in when the account is locked.",
                "UrlName": "reset-password",
            ]
        ),
    ]

    static let knowledgeFailures: [ActionCase] = [
        ActionCase(
            "search_knowledge",
            "finds no draft",
            ["search_term": "Refund policy"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "get_article",
            "of an unknown id",
            ["record_id": "ka0000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

import Calls
import JSON

extension CaseTable {
    static let noteReads: [ActionCase] = [
        ActionCase(
            "get_note",
            "reads the words and not the markup",
            ["record_id": .id("ContentNote", "Title = 'Renewal call with Sarah'")],
            says: "I have it.",
            result: [
                "Title": "Renewal call with Sarah",
                "Content":
                    "Wants 20 more seats from June.\nBudget is approved; asks for a discount on support & training.",
            ]
        )
    ]

    static let noteWrites: [ActionCase] = [
        ActionCase(
            "create_note",
            "on a record is linked to it",
            [
                "Title": "Call summary", "Content": "Wants <b>five</b> seats\n& a discount",
                "record_id": .id("Contact", "Name = 'Walt Green'"),
            ],
            says: "Done, that is saved.",
            asks: "I am about to create a note: title Call summary, content Wants <b>five</b> seats & a discount, "
                + "attached to a record that was not looked up in this call. Shall I go ahead?",
            leaves: [
                "SELECT Title, TextPreview FROM ContentNote WHERE Id = '{Id}'": [
                    ["Title": "Call summary", "TextPreview": "Wants <b>five</b> seats & a discount"]
                ],
                """
                SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '{Id}' \
                AND LinkedEntityId = '{record_id}'
                """: [["ShareType": "V"]],
            ]
        ),
        ActionCase(
            "create_note",
            "of no record stands by itself",
            ["Title": "To myself"],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Title FROM ContentNote WHERE Id = '{Id}'": [["Title": "To myself"]],
                // The one link there is always: to the note's author.
                "SELECT ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '{Id}'": [["ShareType": "I"]],
            ]
        ),
        ActionCase(
            "update_note",
            "replaces the text and keeps the title",
            ["record_id": .new("ContentNote", ["Title": "Draft", "Content": "b2xk"]), "Content": "Fresh & new"],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Title, TextPreview FROM ContentNote WHERE Id = '{record_id}'": [
                    ["Title": "Draft", "TextPreview": "Fresh & new"]
                ]
            ]
        ),
        ActionCase(
            "delete_note",
            "removes the note and its document",
            ["record_id": .new("ContentNote", ["Title": "Scrap"])],
            says: "Done, that is removed.",
            leaves: [
                "SELECT Id FROM ContentNote WHERE Title = 'Scrap'": [],
                "SELECT Id FROM ContentDocument WHERE Title = 'Scrap'": [],
            ]
        ),
        ActionCase(
            "update_note",
            "changes everything that can be changed",
            [
                "record_id": .new("ContentNote", ["Title": "Old title", "Content": "b2xk"]),
                "Title": "New title", "Content": "New words",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Title, TextPreview FROM ContentNote WHERE Id = '{record_id}'": [
                    ["Title": "New title", "TextPreview": "New words"]
                ]
            ]
        ),
    ]

    static let noteFailures: [ActionCase] = [
        ActionCase("create_note", "without a title", ["Content": "Words"], .invalid, says: "I still need the title."),
        ActionCase(
            "get_note",
            "of an unknown id",
            ["record_id": "069000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "update_note",
            "without a change",
            ["record_id": .id("ContentNote", "Title = 'Cyberdyne network plan'")],
            .invalid,
            says: "There is nothing to change yet; I need at least one new value."
        ),
        ActionCase(
            "update_note",
            "of an old note, which is another kind of record",
            ["record_id": .id("Note", "Title = 'Visitors'"), "Title": "Guests"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "delete_note",
            "of an unknown id",
            ["record_id": "069000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

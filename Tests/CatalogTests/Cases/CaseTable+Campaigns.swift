import Calls
import JSON

extension CaseTable {
    static let campaignReads: [ActionCase] = [
        ActionCase(
            "search_campaigns",
            "finds active campaigns by name",
            ["search_term": "expo"],
            says: "I found one match.",
            result: ["records": [["Name": "Telecom Expo", "Status": "In Progress", "Type": "Trade Show"]]]
        ),
        ActionCase(
            "search_campaigns",
            "without a term lists only what is active, latest first",
            says: "I found 2 matches.",
            result: ["records": [["Name": "Telecom Expo"], ["Name": "Monthly Newsletter"]]]
        ),
    ]

    static let campaignWrites: [ActionCase] = [
        ActionCase(
            "create_campaign",
            "makes it active, so that it can be found again",
            [
                "Name": "Summer Trial", "Status": "planned", "Type": "Email", "StartDate": "2026-06-01",
                "EndDate": "2026-06-30",
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Name, Status, Type, StartDate, EndDate, IsActive FROM Campaign WHERE Id = '{Id}'": [
                    [
                        "Name": "Summer Trial", "Status": "Planned", "Type": "Email", "StartDate": "2026-06-01",
                        "EndDate": "2026-06-30", "IsActive": true,
                    ]
                ]
            ]
        ),
        ActionCase(
            "add_campaign_member",
            "adds a contact",
            [
                "CampaignId": .id("Campaign", "Name = 'Autumn Upgrade Offer'"),
                "ContactId": .id("Contact", "Name = 'Tom Becker'"), "Status": "Responded",
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Campaign.Name, Contact.Name, Status, HasResponded FROM CampaignMember WHERE Id = '{Id}'": [
                    [
                        "Campaign": ["Name": "Autumn Upgrade Offer"], "Contact": ["Name": "Tom Becker"],
                        "Status": "Responded", "HasResponded": true,
                    ]
                ]
            ]
        ),
        ActionCase(
            "add_campaign_member",
            "adds a lead",
            [
                "CampaignId": .id("Campaign", "Name = 'Autumn Upgrade Offer'"),
                "LeadId": .id("Lead", "Name = 'Gina Rossi'"),
            ],
            says: "Done, that is saved.",
            leaves: [
                "SELECT Lead.Name, ContactId, Status FROM CampaignMember WHERE Id = '{Id}'": [
                    ["Lead": ["Name": "Gina Rossi"], "ContactId": nil, "Status": "Sent"]
                ]
            ]
        ),
        ActionCase(
            "update_campaign",
            "changes its state",
            [
                "record_id": .new("Campaign", ["Name": "Radio Spots", "Status": "Planned", "Type": "Advertisement"]),
                "Status": "Aborted",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, Status, Type FROM Campaign WHERE Id = '{record_id}'": [
                    ["Name": "Radio Spots", "Status": "Aborted", "Type": "Advertisement"]
                ]
            ]
        ),
        ActionCase(
            "delete_campaign",
            "removes its members with it",
            ["record_id": .id("Campaign", "Name = 'Spring Webinar'")],
            says: "Done, that is removed.",
            leaves: [
                "SELECT Id FROM Campaign WHERE Id = '{record_id}'": [],
                "SELECT Id FROM CampaignMember WHERE CampaignId = '{record_id}'": [],
                "SELECT Name FROM Lead WHERE Name = 'Chidi Anagonye'": [["Name": "Chidi Anagonye"]],
            ]
        ),
        ActionCase(
            "remove_campaign_member",
            "removes the member and keeps the person",
            [
                "record_id": .new(
                    "CampaignMember",
                    [
                        "CampaignId": .new("Campaign", ["Name": "Leave Me"]),
                        "ContactId": .new("Contact", ["LastName": "Leaver"]),
                    ]
                )
            ],
            says: "Done, that is removed.",
            leaves: [
                "SELECT Id FROM CampaignMember WHERE Id = '{record_id}'": [],
                "SELECT LastName FROM Contact WHERE LastName = 'Leaver'": [["LastName": "Leaver"]],
            ]
        ),
        ActionCase(
            "update_campaign",
            "changes everything that can be changed",
            [
                "record_id": .new("Campaign", ["Name": "Old Flyer"]),
                "Name": "New Flyer", "Status": "Completed", "Type": "Direct Mail",
            ],
            says: "Done, that is updated.",
            leaves: [
                "SELECT Name, Status, Type FROM Campaign WHERE Id = '{record_id}'": [
                    ["Name": "New Flyer", "Status": "Completed", "Type": "Direct Mail"]
                ]
            ]
        ),
    ]

    static let campaignFailures: [ActionCase] = [
        ActionCase(
            "search_campaigns",
            "finds no campaign that is over",
            ["search_term": "Spring Webinar"],
            .notFound,
            says: "I found nothing that matches."
        ),
        ActionCase(
            "create_campaign",
            "with a mistyped state",
            ["Name": "Summer Trial", "Status": "Plannd"],
            .invalid,
            says: "Plannd is not a possible status; did you mean Planned?"
        ),
        ActionCase(
            "create_campaign",
            "without a name",
            ["Status": "Planned"],
            .invalid,
            says: "I still need the name."
        ),
        ActionCase(
            "add_campaign_member",
            "of someone who is a member already",
            [
                "CampaignId": .id("Campaign", "Name = 'Monthly Newsletter'"),
                "ContactId": .id("Contact", "Name = 'Sarah Johnson'"),
            ],
            .refused,
            says: "That already exists in our records."
        ),
        ActionCase(
            "add_campaign_member",
            "of a contact and a lead at once",
            [
                "CampaignId": .id("Campaign", "Name = 'Monthly Newsletter'"),
                "ContactId": .id("Contact", "Name = 'Tom Becker'"), "LeadId": .id("Lead", "Name = 'Gina Rossi'"),
            ],
            .invalid,
            says: "I need exactly one of contact or lead, not both and not neither."
        ),
        ActionCase(
            "add_campaign_member",
            "of nobody",
            ["CampaignId": .id("Campaign", "Name = 'Monthly Newsletter'")],
            .invalid,
            says: "I need exactly one of contact or lead, not both and not neither."
        ),
        ActionCase(
            "update_campaign",
            "with an unknown state",
            ["record_id": .id("Campaign", "Name = 'Telecom Expo'"), "Status": "Paused"],
            .invalid,
            says: "Paused is not a possible status; it can be Planned, In Progress, Completed or Aborted."
        ),
        ActionCase(
            "delete_campaign",
            "of an unknown id",
            ["record_id": "701000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
        ActionCase(
            "remove_campaign_member",
            "of an unknown id",
            ["record_id": "00v000000000999"],
            .notFound,
            says: "I couldn't find that in our records."
        ),
    ]
}

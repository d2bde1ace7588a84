import SOQL

extension ObjectTable {
    /// Whose the records of Salesforce's standard objects are.
    static let salesforce = ObjectTable(customers + documents + company)

    private static let customers = [
        OwnedObject(
            "Account",
            "001",
            account: ["Id"],
            parents: ["Parent": .object("Account"), "MasterRecord": .object("Account")],
            children: [
                "Contacts": .object("Contact"), "Cases": .object("Case"), "Opportunities": .object("Opportunity"),
                "ChildAccounts": .object("Account"), "Assets": .object("Asset"), "Contracts": .object("Contract"),
                "Orders": .object("Order"), "Entitlements": .object("Entitlement"),
            ].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "Contact",
            "003",
            contact: ["Id"],
            account: ["AccountId"],
            parents: [
                "Account": .object("Account"), "ReportsTo": .object("Contact"), "MasterRecord": .object("Contact"),
            ],
            children: [
                "Cases": .object("Case"), "Opportunities": .object("Opportunity"), "Assets": .object("Asset"),
                "CampaignMembers": .part("CampaignMember"),
                "OpportunityContactRoles": .object("OpportunityContactRole"),
            ].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "Case",
            "500",
            contact: ["ContactId"],
            account: ["AccountId"],
            owners: ["Contact", "Account"],
            parents: [
                "Contact": .object("Contact"), "Account": .object("Account"), "Parent": .object("Case"),
                "MasterRecord": .object("Case"), "Asset": .object("Asset"),
            ],
            children: [
                "Cases": .object("Case"), "CaseComments": .part("CaseComment"), "EmailMessages": .part("EmailMessage"),
            ].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "CaseComment",
            "00a",
            contact: ["Parent.ContactId"],
            account: ["Parent.AccountId"],
            owners: ["Parent"],
            parents: ["Parent": .object("Case")]
        ),
        OwnedObject(
            "EmailMessage",
            "02s",
            contact: ["Parent.ContactId"],
            account: ["Parent.AccountId"],
            owners: ["Parent"],
            parents: ["Parent": .object("Case"), "RelatedTo": .mixed]
        ),
        activity("Task", "00T"),
        activity("Event", "00U"),
        OwnedObject(
            "Opportunity",
            "006",
            account: ["AccountId"],
            parents: [
                "Account": .object("Account"), "Campaign": .object("Campaign"), "Pricebook2": .object("Pricebook2"),
            ],
            children: [
                "OpportunityLineItems": .part("OpportunityLineItem"),
                "OpportunityContactRoles": .object("OpportunityContactRole"),
            ].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "OpportunityLineItem",
            "00k",
            account: ["Opportunity.AccountId"],
            parents: [
                "Opportunity": .object("Opportunity"), "PricebookEntry": .object("PricebookEntry"),
                "Product2": .object("Product2"),
            ]
        ),
        OwnedObject(
            "OpportunityContactRole",
            "00K",
            contact: ["ContactId"],
            account: ["Contact.AccountId"],
            owners: ["Opportunity"],
            parents: ["Contact": .object("Contact"), "Opportunity": .object("Opportunity")]
        ),
        OwnedObject(
            "Lead",
            "00Q",
            contact: ["ConvertedContactId"],
            account: ["ConvertedAccountId"],
            parents: [
                "ConvertedContact": .object("Contact"), "ConvertedAccount": .object("Account"),
                "ConvertedOpportunity": .object("Opportunity"), "MasterRecord": .object("Lead"),
            ],
            children: ["CampaignMembers": .part("CampaignMember")].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "CampaignMember",
            "00v",
            contact: ["ContactId"],
            account: ["Contact.AccountId"],
            parents: [
                "Campaign": .object("Campaign"), "Contact": .object("Contact"), "Lead": .object("Lead"),
                "LeadOrContact": .mixed, "LeadOrContactOwner": .object("User"),
            ]
        ),
        OwnedObject(
            "Asset",
            "02i",
            contact: ["ContactId"],
            account: ["AccountId"],
            owners: ["Contact", "Account"],
            parents: [
                "Contact": .object("Contact"), "Account": .object("Account"), "Parent": .object("Asset"),
                "RootAsset": .object("Asset"), "Product2": .object("Product2"),
            ],
            children: ["Cases": .object("Case")].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "Contract",
            "800",
            account: ["AccountId"],
            parents: ["Account": .object("Account"), "CustomerSigned": .object("Contact")],
            children: whatIsAttached
        ),
        OwnedObject(
            "Order",
            "801",
            account: ["AccountId"],
            parents: [
                "Account": .object("Account"), "Contract": .object("Contract"), "BillToContact": .object("Contact"),
                "ShipToContact": .object("Contact"), "Pricebook2": .object("Pricebook2"),
            ],
            children: ["OrderItems": .part("OrderItem")].merging(whatIsAttached) { $1 }
        ),
        OwnedObject(
            "OrderItem",
            "802",
            account: ["Order.AccountId"],
            parents: [
                "Order": .object("Order"), "PricebookEntry": .object("PricebookEntry"),
                "Product2": .object("Product2"),
            ]
        ),
        OwnedObject(
            "Entitlement",
            "550",
            account: ["AccountId"],
            parents: ["Account": .object("Account"), "Asset": .object("Asset")]
        ),
    ]

    private static func activity(_ name: String, _ prefix: String) -> OwnedObject {
        OwnedObject(
            name,
            prefix,
            contact: ["WhoId"],
            account: ["AccountId", "WhatId"],
            through: "WhatId",
            owners: ["Account"],
            parents: ["Who": .mixed, "What": .mixed, "Account": .object("Account")]
        )
    }

    private static let whatIsAttached: [String: OwnedObject.Child] = [
        "Tasks": .part("Task"), "Events": .part("Event"), "Notes": .part("Note"), "Attachments": .part("Attachment"),
        "ContentDocumentLinks": .part("ContentDocumentLink"), "AttachedContentNotes": .part("ContentNote"),
        "AttachedContentDocuments": .part("ContentDocumentLink"),
    ]

    private static let documents = [
        // A note is a document too, with the same ids. What is asked by id is asked of the documents.
        OwnedObject(
            "ContentDocument",
            "069",
            .toLinkedRecords,
            parents: ["LatestPublishedVersion": .part("ContentVersion")],
            children: ["ContentVersions": .part("ContentVersion")]
        ),
        OwnedObject(
            "ContentNote",
            "069",
            .toLinkedRecords,
            parents: ["LatestPublishedVersion": .part("ContentVersion"), "LatestContent": .part("ContentVersion")]
        ),
        OwnedObject(
            "ContentVersion",
            "068",
            .toLinkedRecords,
            through: "ContentDocumentId",
            parents: ["ContentDocument": .part("ContentDocument"), "FirstPublishLocation": .mixed]
        ),
        OwnedObject(
            "ContentDocumentLink",
            "06A",
            contact: ["LinkedEntityId"],
            account: ["LinkedEntityId"],
            through: "LinkedEntityId",
            isFoundByReferenceOnly: true,
            parents: ["ContentDocument": .part("ContentDocument"), "LinkedEntity": .mixed]
        ),
        OwnedObject(
            "Note",
            "002",
            contact: ["ParentId"],
            account: ["ParentId"],
            through: "ParentId",
            parents: ["Parent": .mixed]
        ),
        OwnedObject(
            "Attachment",
            "00P",
            contact: ["ParentId"],
            account: ["ParentId"],
            through: "ParentId",
            parents: ["Parent": .mixed]
        ),
    ]

    private static let company = [
        OwnedObject(
            "User",
            "005",
            .toCompany,
            parents: ["Profile": .object("Profile"), "UserRole": .object("UserRole"), "Manager": .object("User")]
        ),
        OwnedObject("Group", "00G", .toCompany),
        OwnedObject("QueueSobject", "03g", .toCompany, parents: ["Queue": .object("Group")]),
        OwnedObject("Profile", "00e", .toCompany),
        OwnedObject("UserRole", "00E", .toCompany, parents: ["ParentRole": .object("UserRole")]),
        OwnedObject("RecordType", "012", .toCompany),
        OwnedObject("Organization", "00D", .toCompany),
        OwnedObject("BusinessHours", "01m", .toCompany),
        OwnedObject("Product2", "01t", .toCompany, children: ["PricebookEntries": .object("PricebookEntry")]),
        OwnedObject("Pricebook2", "01s", .toCompany, children: ["PricebookEntries": .object("PricebookEntry")]),
        OwnedObject(
            "PricebookEntry",
            "01u",
            .toCompany,
            parents: ["Product2": .object("Product2"), "Pricebook2": .object("Pricebook2")]
        ),
        OwnedObject(
            "Campaign",
            "701",
            .toCompany,
            parents: ["Parent": .object("Campaign")],
            children: ["CampaignMembers": .object("CampaignMember"), "ChildCampaigns": .object("Campaign")]
        ),
        OwnedObject("KnowledgeArticleVersion", "ka0", .toCompany),
        OwnedObject("Knowledge__kav", "ka0", .toCompany),
        OwnedObject("CaseStatus", "01J", .toCompany),
        OwnedObject("OpportunityStage", "01J", .toCompany),
        // Libraries and groups of people, which a document can be linked to as well.
        OwnedObject("ContentWorkspace", "058", .toCompany),
        OwnedObject("CollaborationGroup", "0F9", .toCompany),
    ]
}

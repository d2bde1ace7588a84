import Foundation
import GRDB

extension SampleOrg {
    typealias Values = [(String, (any DatabaseValueConvertible)?)]

    /// The first value of each is its id.
    static var records: [(String, Values)] {
        users + accounts + contacts + activities + cases + opportunities + notes
    }

    /// Milliseconds since 1970 at noon in London on a day of January 2026.
    private static func noon(ofDay day: Int) -> Int { 1_767_268_800_000 + (day - 1) * 86_400_000 }

    private static var users: [(String, Values)] {
        [
            ("Profile", [("Id", "00e000000000001AAA"), ("Name", "System Administrator")]),
            (
                "User",
                [
                    ("Id", user), ("Name", "Uma Agent"), ("FirstName", "Uma"), ("LastName", "Agent"),
                    ("Email", "uma@sandbox.test"), ("Username", "uma@sandbox.test"), ("IsActive", 1),
                    ("ProfileId", "00e000000000001AAA"), ("Alias", "uma"),
                ]
            ),
            (
                "User",
                [
                    ("Id", colleague), ("Name", "Colin League"), ("FirstName", "Colin"), ("LastName", "League"),
                    ("Email", "colin@sandbox.test"), ("Username", "colin@sandbox.test"), ("IsActive", 0),
                ]
            ),
            ("Group", [("Id", queue), ("Name", "Billing Support"), ("Type", "Queue")]),
        ]
    }

    private static var accounts: [(String, Values)] {
        [
            (
                "Account",
                [
                    ("Id", acme), ("Name", "Acme Corporation"), ("Industry", "Technology"), ("Rating", "Warm"),
                    ("AnnualRevenue", 139_000_000), ("NumberOfEmployees", 120), ("Phone", "+1 555 111 2222"),
                    ("BillingCity", "Chicago"), ("BillingCountry", "USA"), ("OwnerId", user),
                    ("CreatedDate", noon(ofDay: 1) - 86_400_000 * 400), ("Website", "https://acme.example"),
                ]
            ),
            (
                "Account",
                [
                    ("Id", globex), ("Name", "Globex 100%_off"), ("Industry", "Agriculture"), ("Rating", "Hot"),
                    ("AnnualRevenue", 2_500.5), ("OwnerId", colleague), ("CreatedDate", noon(ofDay: 1) - 86_400_000),
                    ("ParentId", acme),
                ]
            ),
            (
                "Account",
                [
                    ("Id", initech), ("Name", "Initech"), ("OwnerId", user),
                    ("CreatedDate", noon(ofDay: 1) - 43_200_000 + 3_600_000),
                ]
            ),
            ("Account", [("Id", "001000000000009AAA"), ("Name", "Gone"), ("IsDeleted", 1), ("OwnerId", user)]),
        ]
    }

    private static var contacts: [(String, Values)] {
        [
            (
                "Contact",
                [
                    ("Id", sarah), ("FirstName", "Sarah"), ("LastName", "Johnson"), ("Name", "Sarah Johnson"),
                    ("AccountId", acme), ("Email", "sarah.johnson@acme.example"), ("Phone", "(555) 234-5678"),
                    ("Title", "VP of Operations"), ("OwnerId", user), ("Birthdate", "1980-05-17"),
                    ("CreatedDate", noon(ofDay: 1) - 86_400_000 * 3), ("MailingCity", "Chicago"),
                ]
            ),
            (
                "Contact",
                [
                    ("Id", sean), ("FirstName", "Seán"), ("LastName", "O'Brien"), ("Name", "Seán O'Brien"),
                    ("AccountId", acme), ("Email", "sean@acme.example"), ("MobilePhone", "+46 70 123 45 67"),
                    ("OwnerId", colleague), ("CreatedDate", noon(ofDay: 1) - 86_400_000 * 2),
                ]
            ),
            (
                "Contact",
                [
                    ("Id", ada), ("LastName", "ÅSTRÖM"), ("Name", "ÅSTRÖM"), ("OwnerId", user),
                    ("CreatedDate", noon(ofDay: 1) - 86_400_000),
                ]
            ),
            (
                "Lead",
                [
                    ("Id", lead), ("FirstName", "Lee"), ("LastName", "Adler"), ("Name", "Lee Adler"),
                    ("Company", "Umbrella"), ("Status", "Open - Not Contacted"), ("OwnerId", queue),
                    ("Phone", "555.234.5678"),
                ]
            ),
        ]
    }

    private static var activities: [(String, Values)] {
        [
            (
                "Task",
                [
                    ("Id", call), ("Subject", "Call"), ("WhoId", sarah), ("WhatId", acme), ("OwnerId", user),
                    ("Status", "Completed"), ("Priority", "Normal"), ("ActivityDate", "2025-12-31"),
                ]
            ),
            (
                "Task",
                [
                    ("Id", meeting), ("Subject", "Meet"), ("WhoId", lead), ("OwnerId", colleague),
                    ("Status", "Not Started"), ("Priority", "High"), ("ActivityDate", "2026-01-05"),
                ]
            ),
            (
                "Task",
                [
                    ("Id", "00T000000000009EAA"), ("Subject", "Ancient"), ("OwnerId", user), ("IsArchived", 1),
                    ("Status", "Completed"), ("Priority", "Low"),
                ]
            ),
            (
                "Task",
                [
                    ("Id", reminder), ("Subject", "Remind"), ("WhatId", deal), ("OwnerId", queue),
                    ("Status", "In Progress"), ("Priority", "Low"),
                ]
            ),
        ]
    }

    private static var cases: [(String, Values)] {
        [
            (
                "Case",
                [
                    ("Id", billing), ("CaseNumber", "00001001"), ("Subject", #"Invoice at C:\path"#),
                    ("ContactId", sarah), ("AccountId", acme), ("OwnerId", queue), ("Status", "New"),
                    ("Priority", "High"), ("CreatedDate", noon(ofDay: 1) - 86_400_000 * 40),
                ]
            ),
            (
                "Case",
                [
                    ("Id", outage), ("CaseNumber", "00001002"), ("Subject", "Outage"), ("OwnerId", user),
                    ("Status", "Closed"), ("Priority", "Low"), ("IsClosed", 1), ("IsEscalated", 1),
                    ("CreatedDate", noon(ofDay: 1) - 86_400_000 * 10),
                ]
            ),
        ]
    }

    private static var opportunities: [(String, Values)] {
        [
            (
                "Opportunity",
                [
                    ("Id", deal), ("Name", "Acme renewal"), ("AccountId", acme), ("StageName", "Prospecting"),
                    ("Amount", 1_000), ("CloseDate", "2026-02-15"), ("OwnerId", user), ("Probability", 10),
                ]
            ),
            (
                "Opportunity",
                [
                    ("Id", won), ("Name", "Globex pilot"), ("AccountId", globex), ("StageName", "Closed Won"),
                    ("Amount", 250.25), ("CloseDate", "2025-12-15"), ("OwnerId", user), ("IsClosed", 1), ("IsWon", 1),
                ]
            ),
        ]
    }

    private static var notes: [(String, Values)] {
        [
            (
                "KnowledgeArticleVersion",
                [
                    ("Id", "ka0000000000001AAA"), ("Title", "How billing works"), ("Summary", "Invoices and refunds"),
                    ("PublishStatus", "Online"), ("Language", "en_US"),
                ]
            ),
            (
                "KnowledgeArticleVersion",
                [
                    ("Id", "ka0000000000002AAA"), ("Title", "Refunds"), ("PublishStatus", "Online"),
                    ("Language", "en_US"),
                ]
            ),
            (
                "KnowledgeArticleVersion",
                [
                    ("Id", "ka0000000000003AAA"), ("Title", "Billing draft"), ("PublishStatus", "Draft"),
                    ("Language", "en_US"),
                ]
            ),
            (
                "ContentNote",
                [
                    ("Id", "069000000000001AAA"), ("Title", "Plan"),
                    ("Content", Data("<p>call &amp; <b>zebra</b></p>".utf8)),
                ]
            ),
            (
                "ContentDocumentLink",
                [
                    ("Id", "06A000000000001EAA"), ("ContentDocumentId", "069000000000001AAA"),
                    ("LinkedEntityId", acme), ("ShareType", "V"),
                ]
            ),
        ]
    }
}

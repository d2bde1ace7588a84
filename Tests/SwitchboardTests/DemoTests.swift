import Foundation
import JSON
import Testing

/// The demo, and what it leaves in its org.
@Suite
struct DemoTests {
    @Test
    func `the demo plays a whole call and ends`() async throws {
        let run = try await CommandRun("demo", "--once")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("Is this Sarah Johnson?"))
        #expect(run.output.contains("→ create_case"))
        #expect(run.output.contains("confirmation_required in"))
        #expect(run.output.firstMatch(of: /Your case number is [0-9]{8}\./) != nil)
        #expect(!run.output.contains("{{"))
    }

    @Test
    func `the demo leaves a case, a logged call and an event, linked to each other and to the caller`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path("demo.sqlite")
        let demo = try await CommandRun("demo", "--once", "--data", file, "--time-zone", "America/New_York")
        #expect(demo.status == 0)
        try await SandboxProcess.running("--data", file) { sandbox in
            let sarah = try #require(
                try await sandbox.records("SELECT Id FROM Contact WHERE Name = 'Sarah Johnson'").first?["Id"]?.string
            )
            let cases = try await sandbox.records(
                "SELECT Id, Priority, Origin, Account.Name FROM Case "
                    + "WHERE ContactId = '\(sarah)' AND Subject = 'Invoice amount discrepancy'"
            )
            #expect(cases.count == 1, "asked twice, written once")
            let opened = try #require(cases.first)
            #expect(opened["Priority"] == "High")
            #expect(opened["Origin"] == "Phone")
            #expect(opened["Account"]?["Name"] == "Acme Corporation")
            let caseID = try #require(opened["Id"]?.string)

            let tasks = try await sandbox.records(
                "SELECT Status, TaskSubtype, CallType, WhoId FROM Task WHERE WhatId = '\(caseID)'"
            )
            #expect(tasks.count == 1)
            #expect(tasks.first?["Status"] == "Completed")
            #expect(tasks.first?["TaskSubtype"] == "Call")
            #expect(tasks.first?["CallType"] == "Inbound")
            #expect(tasks.first?["WhoId"]?.string == sarah)

            let events = try await sandbox.records(
                "SELECT StartDateTime, DurationInMinutes, WhoId, CreatedDate FROM Event WHERE WhatId = '\(caseID)'"
            )
            #expect(events.count == 1)
            let event = try #require(events.first)
            #expect(event["DurationInMinutes"] == 30)
            #expect(event["WhoId"]?.string == sarah)
            try Self.expectTenTheNextDay(event, in: "America/New_York")
        }
    }

    private static func expectTenTheNextDay(_ event: JSONValue, in zone: String) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: zone))
        let start = try date(event["StartDateTime"])
        let created = try date(event["CreatedDate"])
        let tomorrow = try #require(calendar.date(byAdding: .day, value: 1, to: calendar.startOfDay(for: created)))
        #expect(calendar.startOfDay(for: start) == tomorrow)
        #expect(calendar.dateComponents([.hour, .minute], from: start) == DateComponents(hour: 10, minute: 0))
    }

    /// Reads a date and time as Salesforce writes it: `2026-02-12T10:00:00.000+0000`.
    private static func date(_ value: JSONValue?) throws -> Date {
        let text = try #require(value?.string)
        return try Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            .parse(text.replacing("+0000", with: "Z"))
    }
}

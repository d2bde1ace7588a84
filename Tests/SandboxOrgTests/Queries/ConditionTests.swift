import JSON
import Testing

@testable import SandboxOrg

@Suite struct ConditionTests {
    private func lastNames(where condition: String) throws -> [String] {
        try SampleOrg.open().result("SELECT LastName FROM Contact WHERE \(condition) ORDER BY Id").records
            .compactMap { $0["LastName"]?.string }
    }

    private func accounts(where condition: String) throws -> [String] {
        try SampleOrg.open().result("SELECT Name FROM Account WHERE \(condition) ORDER BY Id").records
            .compactMap { $0["Name"]?.string }
    }

    @Test(arguments: [
        ("FirstName = 'SARAH'", ["Johnson"]),
        ("FirstName = 'SEÁN'", ["O'Brien"]),
        ("FirstName != 'Sarah'", ["O'Brien", "ÅSTRÖM"]),
        ("FirstName = null", ["ÅSTRÖM"]),
        ("FirstName = ''", ["ÅSTRÖM"]),
        ("FirstName != null", ["Johnson", "O'Brien"]),
        ("NOT FirstName = 'Sarah'", ["O'Brien", "ÅSTRÖM"]),
        ("NOT FirstName LIKE 'S%'", ["ÅSTRÖM"]),
        ("FirstName IN ('sarah', null)", ["Johnson", "ÅSTRÖM"]),
        ("FirstName NOT IN ('sarah')", ["O'Brien", "ÅSTRÖM"]),
        ("FirstName NOT IN ('sarah', null)", ["O'Brien"]),
        (#"LastName = 'O\'Brien'"#, ["O'Brien"]),
        ("LastName LIKE 'åström'", ["ÅSTRÖM"]),
        ("LastName LIKE '%ström'", ["ÅSTRÖM"]),
        ("LastName LIKE '_ström'", ["ÅSTRÖM"]),
        ("LastName LIKE 'joh%'", ["Johnson"]),
        ("LastName LIKE 'j%N'", ["Johnson"]),
        ("LastName LIKE 'johnso_'", ["Johnson"]),
        ("LastName LIKE 'johns_'", []),
        ("Phone LIKE '%234%5678%'", ["Johnson"]),
        ("Id = '003000000000002'", ["O'Brien"]),
        ("Id IN ('003000000000002AAA', '003000000000003')", ["O'Brien", "ÅSTRÖM"]),
        ("Id > '003000000000002AAA'", ["ÅSTRÖM"]),
        ("Account.Name = null", ["ÅSTRÖM"]),
        ("Account.Industry != 'Technology'", ["ÅSTRÖM"]),
        ("Account.Name LIKE 'acme%' AND Owner.IsActive = true", ["Johnson"]),
        ("Account.Name = 'nobody' OR FirstName = null", ["ÅSTRÖM"]),
        ("IsEmailBounced = null", ["Johnson", "O'Brien", "ÅSTRÖM"]),
        ("IsEmailBounced = true", []),
        ("Birthdate < 1990-01-01", ["Johnson"]),
        ("CreatedDate = 2025-12-29T13:00:00+01:00", ["Johnson"]),
        ("CreatedDate >= 2025-12-30T12:00:00.000+0000", ["O'Brien", "ÅSTRÖM"]),
        ("(FirstName = 'Sarah' OR LastName = 'Åström') AND (NOT AccountId = null)", ["Johnson"]),
        ("AccountId IN (SELECT Id FROM Account WHERE Industry = 'Technology')", ["Johnson", "O'Brien"]),
        ("AccountId NOT IN (SELECT Id FROM Account WHERE Industry = 'Technology')", ["ÅSTRÖM"]),
        ("Id IN (SELECT ContactId FROM Case)", ["Johnson"]),
        ("Id NOT IN (SELECT ContactId FROM Case)", ["O'Brien", "ÅSTRÖM"]),
        ("DAY_ONLY(CreatedDate) = 2025-12-30", ["O'Brien"]),
        ("CALENDAR_YEAR(CreatedDate) = 2025 AND DAY_IN_WEEK(CreatedDate) = 2", ["Johnson"]),
        ("HOUR_IN_DAY(convertTimezone(CreatedDate)) = 7 AND DAY_IN_MONTH(CreatedDate) = 29", ["Johnson"]),
    ])
    func `conditions select contacts`(condition: String, expected: [String]) throws {
        #expect(try lastNames(where: condition) == expected)
    }

    @Test(arguments: [
        (#"Name LIKE '%100\%\_off%'"#, ["Globex 100%_off"]),
        (#"Name LIKE '%100\_%'"#, []),
        ("Name LIKE '%'", ["Acme Corporation", "Globex 100%_off", "Initech"]),
        ("AnnualRevenue > 2500", ["Acme Corporation", "Globex 100%_off"]),
        ("AnnualRevenue = 2500.50", ["Globex 100%_off"]),
        ("AnnualRevenue > USD2501", ["Acme Corporation"]),
        ("NOT AnnualRevenue > 2501", ["Globex 100%_off", "Initech"]),
        ("AnnualRevenue != 2500.5", ["Acme Corporation", "Initech"]),
        ("Rating = 'hot'", ["Globex 100%_off"]),
        ("toLabel(Rating) = 'HOT'", ["Globex 100%_off"]),
        ("Id IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)", ["Globex 100%_off"]),
        ("Id NOT IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)", ["Acme Corporation", "Initech"]),
    ])
    func `conditions select accounts`(condition: String, expected: [String]) throws {
        #expect(try accounts(where: condition) == expected)
    }

    @Test(arguments: [
        (#"Subject = 'Invoice at C:\\path'"#, ["00001001"]),
        (#"Subject LIKE '%C:\\path'"#, ["00001001"]),
        ("Owner.Type = 'Queue'", ["00001001"]),
        ("Owner.Name = 'billing support'", ["00001001"]),
        ("Owner.Name LIKE '%agent'", ["00001002"]),
        ("ContactPhone = '(555) 234-5678'", ["00001001"]),
        ("CaseNumber = '00001002'", ["00001002"]),
        ("IsClosed = FALSE", ["00001001"]),
    ])
    func `conditions select cases`(condition: String, expected: [String]) throws {
        let records = try SampleOrg.open().result("SELECT CaseNumber FROM Case WHERE \(condition)").records
        #expect(records.compactMap { $0["CaseNumber"]?.string } == expected)
    }

    @Test(arguments: [
        ("mine", ["Call"]), ("everything", ["Call", "Meet", "Remind"]), ("queue_owned", ["Remind"]),
        ("user_owned", ["Call", "Meet"]),
    ])
    func `a scope narrows a query to its owner's records`(scope: String, expected: [String]) throws {
        let records = try SampleOrg.open().result("SELECT Subject FROM Task USING SCOPE \(scope) ORDER BY Id").records
        #expect(records.compactMap { $0["Subject"]?.string } == expected)
    }

    @Test func `thousands of alternatives are no trouble`() throws {
        let alternatives = (0..<4_000).map { "LastName = 'x\($0)'" }.joined(separator: " OR ")
        #expect(try lastNames(where: "\(alternatives) OR LastName = 'johnson'") == ["Johnson"])
        let list = (0..<8_000).map { "'x\($0)'" }.joined(separator: ",")
        #expect(try lastNames(where: "LastName IN (\(list), 'johnson')") == ["Johnson"])
    }
}

import JSON
import Testing

@testable import SandboxOrg

@Suite struct GroupingTests {
    @Test(arguments: [
        ("SELECT COUNT(Id) FROM Contact", [#"{"expr0":3}"#]),
        (
            "SELECT COUNT(FirstName), COUNT_DISTINCT(AccountId) accounts, MAX(LastName) FROM Contact",
            [#"{"expr0":2,"accounts":1,"expr1":"ÅSTRÖM"}"#]
        ),
        (
            "SELECT SUM(Amount), AVG(Amount) mean, MIN(CloseDate), MAX(Probability) FROM Opportunity",
            [#"{"expr0":1250.25,"mean":625.125,"expr1":"2025-12-15","expr2":10.0}"#]
        ),
        (
            "SELECT Industry, COUNT(Id) FROM Account GROUP BY Industry",
            [
                #"{"Industry":null,"expr0":1}"#, #"{"Industry":"Agriculture","expr0":1}"#,
                #"{"Industry":"Technology","expr0":1}"#,
            ]
        ),
        (
            "SELECT Account.Name, COUNT(Id) total FROM Contact GROUP BY Account.Name ORDER BY COUNT(Id) DESC",
            [#"{"Name":"Acme Corporation","total":2}"#, #"{"Name":null,"total":1}"#]
        ),
        (
            "SELECT AccountId, COUNT(Id) total FROM Contact GROUP BY AccountId HAVING COUNT(Id) > 1",
            [#"{"AccountId":"001000000000001AAA","total":2}"#]
        ),
        (
            "SELECT Industry i, COUNT(Id) n FROM Account GROUP BY Industry HAVING Industry LIKE 't%' OR COUNT(Id) > 5",
            [#"{"i":"Technology","n":1}"#]
        ),
        (
            "SELECT CALENDAR_YEAR(CloseDate), SUM(Amount) total FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) "
                + "ORDER BY CALENDAR_YEAR(CloseDate) DESC",
            [#"{"expr0":2026,"total":1000.0}"#, #"{"expr0":2025,"total":250.25}"#]
        ),
        (
            "SELECT IsWon, GROUPING(IsWon) sum, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(IsWon)",
            [
                #"{"IsWon":false,"sum":0,"n":1}"#, #"{"IsWon":true,"sum":0,"n":1}"#, #"{"IsWon":null,"sum":1,"n":2}"#,
            ]
        ),
        (
            "SELECT Status, Priority, COUNT(Id) n FROM Case GROUP BY CUBE(Status, Priority) "
                + "ORDER BY GROUPING(Status), GROUPING(Priority), Status, Priority",
            [
                #"{"Status":"New","Priority":"High","n":1}"#, #"{"Status":"Closed","Priority":"Low","n":1}"#,
                #"{"Status":"New","Priority":null,"n":1}"#, #"{"Status":"Closed","Priority":null,"n":1}"#,
                #"{"Status":null,"Priority":"High","n":1}"#, #"{"Status":null,"Priority":"Low","n":1}"#,
                #"{"Status":null,"Priority":null,"n":2}"#,
            ]
        ),
        ("SELECT FORMAT(MIN(CloseDate)) earliest FROM Opportunity", [#"{"earliest":"12/15/2025"}"#]),
        ("SELECT Name FROM Account WHERE Name LIKE 'A%' GROUP BY Name", [#"{"Name":"Acme Corporation"}"#]),
        (
            "SELECT COUNT(Id) n FROM Account GROUP BY Industry ORDER BY Industry NULLS LAST LIMIT 1 OFFSET 2",
            [#"{"n":1}"#]
        ),
    ])
    func `groups are summed up`(query: String, expected: [String]) throws {
        #expect(try SampleOrg.open().records(query) == expected)
    }

    @Test func `a group is an AggregateResult without a URL`() throws {
        let result = try SampleOrg.open().result("SELECT COUNT(Id) FROM Contact")
        #expect(result.totalSize == 1)
        #expect(
            result.records.map { $0.serializedText() } == [#"{"attributes":{"type":"AggregateResult"},"expr0":3}"#]
        )
    }

    @Test(arguments: [
        ("SELECT COUNT() FROM Account", 3), ("SELECT count() FROM Account LIMIT 2", 2),
        ("SELECT COUNT() FROM Contact WHERE Account.Name LIKE 'acme%'", 2),
    ])
    func `COUNT() is a size without records`(query: String, size: Int) throws {
        let result = try SampleOrg.open().result(query)
        #expect(result.totalSize == size)
        #expect(result.records.isEmpty)
    }
}

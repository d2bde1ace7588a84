import JSON
import Testing

@testable import SandboxOrg

struct DistanceTests {
    private static func org() async throws -> Org {
        let org = try Org.open(seed: .empty)
        for (name, latitude, longitude) in [("San Francisco", 37.7749, -122.4194), ("London", 51.5074, -0.1278)] {
            let body: JSONObject = [
                "Name": .string(name), "BillingLatitude": .number(JSONNumber(latitude) ?? JSONNumber(0)),
                "BillingLongitude": .number(JSONNumber(longitude) ?? JSONNumber(0)),
            ]
            try await org.create("Account", .object(body))
        }
        try await org.create("Account", ["Name": "Nowhere"])
        return org
    }

    @Test func `DISTANCE filters and sorts by how far an address is`() async throws {
        let org = try await Self.org()
        let oakland = "DISTANCE(BillingAddress, GEOLOCATION(37.8044, -122.2712), 'mi')"
        let near = try await org.query("SELECT Name FROM Account WHERE \(oakland) < 20")
        #expect(near.map { $0["Name"]?.string } == ["San Francisco"])
        let all = try await org.query("SELECT Name FROM Account ORDER BY \(oakland) DESC NULLS LAST")
        #expect(all.map { $0["Name"]?.string } == ["London", "San Francisco", "Nowhere"])
    }

    @Test(arguments: [("mi", 5367.0), ("km", 8638.0)]) func `distances are in miles or kilometres`(
        unit: String,
        expected: Double
    ) async throws {
        let org = try await Self.org()
        let function = "DISTANCE(BillingAddress, GEOLOCATION(37.8044, -122.2712), '\(unit)')"
        let rows = try await org.query("SELECT \(function) far FROM Account WHERE Name = 'London'")
        let distance = try #require(rows.first?["far"]?.number?.double)
        #expect(abs(distance - expected) < expected / 200, "\(distance)")
    }

    @Test(arguments: [
        ("DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi') = 3", "INVALID_QUERY_FILTER_OPERATOR"),
        ("DISTANCE(Name, GEOLOCATION(1, 2), 'mi') < 3", "INVALID_FIELD"),
        ("DISTANCE(BillingAddress, GEOLOCATION(91, 2), 'mi') < 3", "MALFORMED_QUERY"),
        ("DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'm') < 3", "MALFORMED_QUERY"),
        ("BillingAddress = 'London'", "INVALID_FIELD"),
    ])
    func `a distance that means nothing is refused`(condition: String, code: String) async throws {
        let org = try Org.open(seed: .empty)
        let error = await #expect(throws: SalesforceError.self) {
            try await org.query("SELECT Id FROM Account WHERE \(condition)")
        }
        #expect(error?.code == code)
    }
}

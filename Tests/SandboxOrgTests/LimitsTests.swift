import JSON
import Testing

@testable import SandboxOrg

struct LimitsTests {
    @Test func `every limit has a maximum and what remains of it`() async throws {
        try await withSandboxServer { sandbox in
            let limits = try #require(try await SandboxClient(sandbox).send("GET", "limits").json?.object)
            #expect(limits.count == 48)
            for limit in limits {
                let maximum = try #require(limit.value["Max"]?.integer, "\(limit.key)")
                #expect(limit.value["Remaining"]?.integer == maximum - (limit.key == "DailyApiRequests" ? 1 : 0))
            }
            #expect(limits["PermissionSets"]?["CreateCustom"]?["Max"] == 1_000)
        }
    }
}

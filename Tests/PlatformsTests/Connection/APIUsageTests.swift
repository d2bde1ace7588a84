import Testing

@testable import Platforms

struct APIUsageTests {
    @Test func `the simple form names the org's usage`() throws {
        let usage = try #require(APIUsage(limitInfo: "api-usage=10018/100000"))
        #expect(usage == APIUsage(organization: .init(used: 10_018, granted: 100_000)))
        #expect(usage.organization.remaining == 89_982)
    }

    @Test func `the long form names the application's usage too`() {
        let usage = APIUsage(limitInfo: "api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)")
        #expect(
            usage
                == APIUsage(
                    organization: .init(used: 25, granted: 5000),
                    application: .init(used: 17, granted: 250),
                    applicationName: "sample-app"
                )
        )
    }

    @Test(arguments: [
        "", "api-usage", "api-usage=", "api-usage=1", "api-usage=a/b", "per-app-api-usage=1/2(appName=x)",
    ])
    func `anything else is no usage`(_ text: String) {
        #expect(APIUsage(limitInfo: text) == nil)
    }
}

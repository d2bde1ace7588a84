import HTTPTypes
import JSON

/// `/limits`: what the org may use, and how much is left.
struct LimitsResource: Sendable {
    let usage: APIUsage

    var routes: [Route] { [Route("limits", [.get: read])] }

    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        var limits: JSONObject = [
            "DailyApiRequests": ["Max": .init(usage.maximum), "Remaining": .init(usage.remaining)]
        ]
        for (name, maximum) in Self.unused {
            limits[name] = ["Max": .init(maximum), "Remaining": .init(maximum)]
        }
        return .json(.object(limits))
    }

    /// What a developer org has and the sandbox never uses.
    private static let unused: KeyValuePairs<String, Int> = [
        "ConcurrentAsyncGetReportInstances": 200, "ConcurrentSyncReportRuns": 20,
        "DailyAsyncApexExecutions": 250_000, "DailyBulkApiBatches": 15_000, "DailyBulkV2QueryJobs": 10_000,
        "DailyWorkflowEmails": 1_000, "DataStorageMB": 5, "FileStorageMB": 20, "HourlyAsyncReportRuns": 1_200,
        "HourlyDashboardRefreshes": 200, "HourlySyncReportRuns": 500, "MassEmail": 10, "SingleEmail": 15,
        "StreamingApiConcurrentClients": 20,
    ]
}

extension JSONValue {
    fileprivate init(_ number: Int) { self = .number(JSONNumber(number)) }
}

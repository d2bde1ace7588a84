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
        limits["PermissionSets"] = [
            "Max": 1_500, "Remaining": 1_500, "CreateCustom": ["Max": 1_000, "Remaining": 1_000],
        ]
        return .json(.object(limits))
    }

    /// What a developer org has and the sandbox never uses.
    private static let unused: KeyValuePairs<String, Int> = [
        "AnalyticsExternalDataSizeMB": 40_960, "BOZosCalloutHourlyLimit": 20_000,
        "ConcurrentAsyncGetReportInstances": 200, "ConcurrentEinsteinDataInsightsStoryCreation": 5,
        "ConcurrentEinsteinDiscoveryStoryCreation": 2, "ConcurrentSyncReportRuns": 20,
        "DailyAnalyticsDataflowJobExecutions": 60, "DailyAnalyticsUploadedFilesSizeMB": 51_200,
        "DailyAsyncApexExecutions": 250_000, "DailyBulkApiBatches": 15_000,
        "DailyBulkV2QueryFileStorageMB": 976_562, "DailyBulkV2QueryJobs": 10_000,
        "DailyDurableGenericStreamingApiEvents": 10_000, "DailyDurableStreamingApiEvents": 10_000,
        "DailyEinsteinDataInsightsStoryCreation": 1_000, "DailyEinsteinDiscoveryPredictAPICalls": 50_000,
        "DailyEinsteinDiscoveryPredictionsByCDC": 500_000, "DailyEinsteinDiscoveryStoryCreation": 100,
        "DailyFunctionsApiCallLimit": 235_000, "DailyGenericStreamingApiEvents": 10_000,
        "DailyStandardVolumePlatformEvents": 10_000, "DailyStreamingApiEvents": 10_000, "DailyWorkflowEmails": 1_000,
        "DataStorageMB": 5, "DurableStreamingApiConcurrentClients": 20, "FileStorageMB": 20,
        "HourlyAsyncReportRuns": 1_200, "HourlyDashboardRefreshes": 200, "HourlyDashboardResults": 5_000,
        "HourlyDashboardStatuses": 999_999_999, "HourlyLongTermIdMapping": 100_000,
        "HourlyManagedContentPublicRequests": 50_000, "HourlyODataCallout": 1_000,
        "HourlyPublishedPlatformEvents": 50_000, "HourlyPublishedStandardVolumePlatformEvents": 1_000,
        "HourlyShortTermIdMapping": 100_000, "HourlySyncReportRuns": 500, "HourlyTimeBasedWorkflow": 50,
        "MassEmail": 10, "MonthlyEinsteinDiscoveryStoryCreation": 500, "MonthlyPlatformEventsUsageEntitlement": 0,
        "Package2VersionCreates": 6, "Package2VersionCreatesWithoutValidation": 500,
        "PrivateConnectOutboundCalloutHourlyLimitMB": 0, "SingleEmail": 15, "StreamingApiConcurrentClients": 20,
    ]
}

extension JSONValue {
    fileprivate init(_ number: Int) { self = .number(JSONNumber(number)) }
}

/// How many of the requests an org grants in 24 hours are used up, as the org reported with an answer.
package struct APIUsage: Hashable, Sendable {
    package struct Share: Hashable, Sendable {
        package var used: Int
        package var granted: Int

        package init(used: Int, granted: Int) {
            self.used = used
            self.granted = granted
        }

        package var remaining: Int { max(0, granted - used) }
    }

    package var organization: Share
    /// The share of the connected application, when it has one of its own.
    package var application: Share?
    package var applicationName: String?

    package init(organization: Share, application: Share? = nil, applicationName: String? = nil) {
        self.organization = organization
        self.application = application
        self.applicationName = applicationName
    }

    /// Reads a `Sforce-Limit-Info` header: `api-usage=25/5000`, or
    /// `api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)`. Nil when there is no usage in it.
    init?(limitInfo: String) {
        var organization: Share?
        for item in limitInfo.split(separator: ";") {
            let pair = item.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2 else { continue }
            let counts = pair[1].prefix { $0 != "(" }.split(separator: "/")
            guard counts.count == 2, let used = Int(counts[0]), let granted = Int(counts[1]) else { continue }
            let share = Share(used: used, granted: granted)
            switch pair[0] {
            case "api-usage": organization = share
            case "per-app-api-usage":
                application = share
                applicationName = Self.applicationName(in: item)
            default: continue
            }
        }
        guard let organization else { return nil }
        self.organization = organization
    }

    private static func applicationName(in item: Substring) -> String? {
        guard
            let open = item.firstIndex(of: "("), let close = item.lastIndex(of: ")"), open < close,
            let equals = item[open..<close].firstIndex(of: "=")
        else { return nil }
        return String(item[item.index(after: equals)..<close])
    }
}

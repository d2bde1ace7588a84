import Foundation
package import Logging
import Platforms
import ServiceLifecycle

/// Forgets what is older than the company wants to keep, every few hours.
package struct Retention: Service {
    private static let pause = Duration.seconds(6 * 3600)

    private let records: PersonalRecords
    private let days: Int
    private let logger: Logger

    package init(_ records: PersonalRecords, days: Int, logger: Logger) {
        self.records = records
        self.days = days
        self.logger = logger
    }

    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let date = Date(timeIntervalSinceNow: -Double(days) * 86_400)
            do {
                let forgotten = try await records.forget(before: date)
                logger.info(
                    "forgot what is too old",
                    metadata: [
                        "calls": .stringConvertible(forgotten.calls),
                        "audit_entries": .stringConvertible(forgotten.auditEntries),
                    ]
                )
            } catch {
                logger.error("what is too old could not be forgotten", metadata: ["reason": .string(error.reason)])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
        }
    }
}

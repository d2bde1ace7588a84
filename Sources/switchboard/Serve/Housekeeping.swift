import Calls
import Foundation
import Logging
import Platforms
import ServiceLifecycle
import Storage
import Workspace

/// Removes what has served its time.
struct Housekeeping: Service {
    /// For so long a repeated request is answered as the first was, in seconds.
    private static let repetitionAge: TimeInterval = 24 * 3600

    let idempotency: any IdempotencyStore
    let attempts: any VerificationAttemptStore
    let people: PeopleDirectory
    let database: any Database
    let logger: Logger
    /// What passes between two rounds.
    var pause: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(3600)) }

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await idempotency.forget(before: Date(timeIntervalSinceNow: -Self.repetitionAge))
                try await attempts.forget(before: Date(timeIntervalSinceNow: -VerificationLimits.longestPeriod))
                try await people.forgetWhatIsOver()
            } catch {
                logger.warning("old entries could not be removed", metadata: ["reason": "\(error)"])
            }
            await database.tidy()
            try? await cancelWhenGracefulShutdown { try await pause() }
        }
    }
}

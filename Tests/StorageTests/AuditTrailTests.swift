import Calls
import DatabaseFixture
import Foundation
import Logging
import Storage
import Testing

struct AuditTrailTests {
    @Test(.timeLimit(.minutes(1)))
    func `many who wait for what they noted to be written all come back`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            let logger = Logger(label: "audit", factory: { _ in SwiftLogNoOpLogHandler() })
            let trail = AuditTrail(store: AuditStorage(database), logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        await trail.note(AuditEntry(.server, by: "server", action: "\(number)"))
                        try await trail.flush()
                    }
                }
                try await group.waitForAll()
            }
            let records = try await trail.records(limit: 500)
            #expect(Set(records.compactMap(\.entry.action)).count == 200)
        }
    }
}

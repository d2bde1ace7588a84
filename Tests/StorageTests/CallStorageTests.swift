import Calls
import DatabaseFixture
import Foundation
import JSON
import Storage
import Testing

@Suite struct CallStorageTests {
    @Test(arguments: TestDatabase.engines)
    func `a caller is found by either form of their contact's id, and by their number`(
        engine: TestDatabase
    ) async throws {
        try await engine.withDatabase { database in
            let store = CallStorage(database)
            let contacts = ["003000000000001AAA", "003000000000001", "003000000000002AAA"]
            for (number, contactID) in contacts.enumerated() {
                let now = Date(timeIntervalSince1970: 1_780_000_000)
                try await store.insert(
                    SavedCall(
                        id: "call_\(number)",
                        agentID: "agt_1",
                        externalID: nil,
                        channel: "http",
                        callerPhone: "+1555000000\(number)",
                        contactID: contactID,
                        openedAt: now,
                        changedAt: now,
                        endedAt: nil,
                        version: 1,
                        state: [:]
                    )
                )
            }
            for form in contacts.prefix(2) {
                #expect(try await store.calls(digits: nil, contactID: form).sorted() == ["call_0", "call_1"])
            }
            let either = try await store.calls(digits: "(555) 000-0002", contactID: "003000000000001")
            #expect(either.sorted() == ["call_0", "call_1", "call_2"])
            #expect(try await store.calls(digits: nil, contactID: "003000000000003").isEmpty)
        }
    }
}

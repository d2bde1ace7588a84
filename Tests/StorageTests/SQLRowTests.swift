import Foundation
import JSON
import Platforms
import Storage
import Testing

struct SQLRowTests {
    @Test func `a value of another kind is named by its column`() {
        let row = SQLRow(columns: ["name"], values: [.integer(1)])
        #expect(throws: StoreError.unreadable("name holds no text.")) { try row.text("name") }
    }

    @Test func `a time is kept to the millisecond`() throws {
        let date = Date(timeIntervalSince1970: 1_700_000_000.123)
        let row = SQLRow(columns: ["at"], values: [SQLValue(date)])
        #expect(abs(try row.date("at").timeIntervalSince(date)) < 0.001)
    }

    @Test func `an empty column is no value`() throws {
        let row = SQLRow(columns: ["ended_at"], values: [.null])
        #expect(try row.optional("ended_at", SQLRow.date) == nil)
    }
}

import GRDB
import GRDBSQLite

/// The order of text in Salesforce: by capital letters, so that case does not count.
enum SalesforceCollation {
    static let name = "salesforce"

    /// Makes the order known to a connection.
    ///
    /// SQLite hands over the bytes in its pages. GRDB's own collations make strings of them first, which takes longer
    /// than to compare them.
    static func register(on db: Database) throws {
        let code = sqlite3_create_collation_v2(
            db.sqliteConnection,
            name,
            SQLITE_UTF8,
            nil,
            { _, leftCount, left, rightCount, right in
                SalesforceCollation.order(
                    UnsafeRawBufferPointer(start: left, count: Int(leftCount)),
                    UnsafeRawBufferPointer(start: right, count: Int(rightCount))
                )
            },
            nil
        )
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Below zero when the left text comes first, zero when both are the same.
    static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
        let shorter = min(left.count, right.count)
        // Most text differs within its first ASCII letters, and needs no capitals made of it.
        for index in 0..<shorter {
            let (leftByte, rightByte) = (left[index], right[index])
            guard leftByte < 0x80, rightByte < 0x80 else { return orderOfCapitals(left, right) }
            guard leftByte != rightByte else { continue }
            let (leftCapital, rightCapital) = (capital(leftByte), capital(rightByte))
            if leftCapital != rightCapital { return leftCapital < rightCapital ? -1 : 1 }
        }
        return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
    }

    // By code points: two spellings of one accented letter must not be equal here and different above.
    private static func orderOfCapitals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
        let leftCapitals = Capitals.of(String(decoding: left, as: UTF8.self))
        let rightCapitals = Capitals.of(String(decoding: right, as: UTF8.self))
        if leftCapitals.elementsEqual(rightCapitals) { return 0 }
        return leftCapitals.lexicographicallyPrecedes(rightCapitals) ? -1 : 1
    }

    private static func capital(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }
}

/// The form of Salesforce's record ids.
package enum RecordID {
    /// Whether the text is 15 or 18 letters and digits. Whether such a record exists, only the org knows.
    package static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        return (bytes.count == 15 || bytes.count == 18)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: false
                }
            }
    }

    /// The ways one id is written: fifteen characters whose case counts, and the same with a checksum of their case.
    ///
    /// What is no id is written in one way.
    package static func forms(of id: String) -> [String] {
        guard isWellFormed(id) else { return [id] }
        let short = Array(id.utf8.prefix(15))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".utf8)
        let checksum = stride(from: 0, to: short.count, by: 5).map { start in
            // One bit for each capital letter among five, the first of them the lowest.
            let bits = short[start..<start + 5].enumerated().reduce(0) { bits, character in
                let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character.element)
                return bits | (isCapital ? 1 << character.offset : 0)
            }
            return alphabet[bits]
        }
        return [String(decoding: short, as: UTF8.self), String(decoding: short + checksum, as: UTF8.self)]
    }
}

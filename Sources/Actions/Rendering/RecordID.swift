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
}

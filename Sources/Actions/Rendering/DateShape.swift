/// The canonical forms of dates and times in requests.
enum DateShape {
    /// `2026-02-12`
    static func isDate(_ text: String) -> Bool { matches(text, "dddd-dd-dd") }

    /// `2026-02-12T10:00:00.000Z`, with or without the milliseconds.
    static func isDateTime(_ text: String) -> Bool {
        matches(text, "dddd-dd-ddTdd:dd:ddZ") || matches(text, "dddd-dd-ddTdd:dd:dd.dddZ")
    }

    private static func matches(_ text: String, _ shape: String) -> Bool {
        text.utf8.count == shape.utf8.count
            && zip(text.utf8, shape.utf8).allSatisfy { byte, expected in
                expected == UInt8(ascii: "d")
                    ? byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
                    : byte == expected
            }
    }
}

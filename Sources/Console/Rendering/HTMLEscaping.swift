import Actions
import Mustache

/// Escapes text for elements and quoted attributes, byte by byte.
///
/// Mustache's own way looks at characters as people see them: a quotation mark under a combining accent is another
/// character to it, and would end an attribute.
struct HTMLEscaping: MustacheContentType {
    /// What templates call it, for text that people read.
    static let name = "CONSOLE"
    /// What templates call it, for values that forms send back.
    static let fieldName = "CONSOLE_FIELD"

    /// Whether what turns the direction of text shows as a mark. In a field it would be saved as one.
    var marksTurns = true

    func escapeText(_ text: String) -> String {
        var text = text
        // All of them begin with this byte, which most text does not have.
        if marksTurns, text.utf8.contains(0xE2), text.unicodeScalars.contains(where: \.turnsDirection) {
            text.unicodeScalars = String.UnicodeScalarView(
                text.unicodeScalars.map { $0.turnsDirection ? "\u{FFFD}" : $0 }
            )
        }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// How many bytes become of one.
    static func weight(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"): 4
        case UInt8(ascii: "&"), UInt8(ascii: "'"): 5
        case UInt8(ascii: "\""): 6
        default: 1
        }
    }
}

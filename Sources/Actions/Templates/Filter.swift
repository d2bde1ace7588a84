import FoundationEssentials
import SOQL

/// A named change of a value on its way into a request: `{{caller_phone|phone}}`.
package enum Filter: String, Hashable, Sendable, CaseIterable {
    /// In a `LIKE`: a pattern that matches the number however it was typed.
    case phone
    /// In a body: plain text to the HTML and base64 that a ContentNote wants.
    case note
    /// In a quoted string: digits padded with zeros to the eight that Salesforce's case numbers have.
    case caseNumber = "case_number"

    /// What a person must know to use it.
    var usage: String {
        switch self {
        case .phone: "in a LIKE on its own: Phone LIKE '{{caller_phone|phone}}'"
        case .note: "as a whole JSON string: \"Content\": \"{{Content|note}}\""
        case .caseNumber: "in a quoted string on its own: CaseNumber = '{{number|case_number}}'"
        }
    }

    /// The value as eight digits or more; nil when it is no number.
    static func caseNumber(_ text: String) -> String? {
        var digits = text.filter { !$0.isWhitespace }
        if digits.hasPrefix("#") { digits.removeFirst() }
        guard !digits.isEmpty, digits.utf8.count <= 30, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
            return nil
        }
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }

    /// The value as a ContentNote's content: one paragraph a line, escaped, in base64.
    static func note(_ text: String) -> String {
        var html = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            html += "<p>"
            for scalar in line.unicodeScalars {
                switch scalar {
                case "&": html += "&amp;"
                case "<": html += "&lt;"
                case ">": html += "&gt;"
                case "\"": html += "&quot;"
                case "'": html += "&#39;"
                default: html.unicodeScalars.append(scalar)
                }
            }
            html += "</p>"
        }
        return Data(html.utf8).base64EncodedString()
    }
}

package import SOQL

/// A telephone number read from however somebody typed it.
package struct PhoneNumber: Hashable, Sendable {
    /// The digits after the country code and trunk zero: `5552345678`.
    package let nationalDigits: String

    /// Reads `+15552345678`, `(555) 234-5678`, `555.234.5678 x12`, `+46 (0)70-123 45 67`; nil for anything else.
    package init?(_ text: String) {
        let number = Self.withoutExtension(text.lowercased())
        var digits = ""
        var isInternational = false
        for scalar in number.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !isInternational: isInternational = true
            case "(", ")", "-", ".", "/", " ", "\u{A0}", "\u{2010}", "\u{2011}", "\u{2013}", "\u{202F}": break
            default: return nil
            }
        }
        if !isInternational, digits.hasPrefix("00"), digits.utf8.count > 10 {
            isInternational = true
            digits.removeFirst(2)
        }
        guard (7...15).contains(digits.utf8.count) else { return nil }
        if isInternational {
            digits.removeFirst(Self.countryCodeLength(digits))
        } else if digits.utf8.count == 11, digits.hasPrefix("1") {
            digits.removeFirst()
        }
        // A trunk prefix is dialled inside the country only and never follows the country code.
        let national = String(digits.drop { $0 == "0" })
        guard national.utf8.count >= 6 else { return nil }
        nationalDigits = national
    }

    /// A `LIKE` pattern that holds for the number with any country code, punctuation or extension.
    package var pattern: StringLiteral {
        StringLiteral("%" + nationalDigits.map(String.init).joined(separator: "%") + "%")
    }

    private static func withoutExtension(_ text: String) -> String {
        var text = text
        for marker in [";ext=", "extension", "ext.", "ext", "x", "#"] {
            if let start = text.firstRange(of: marker)?.lowerBound { text = String(text[..<start]) }
        }
        // "+46 (0)70" is written for two readers: one dials the zero, the other the country code.
        if text.hasPrefix("+"), let trunk = text.firstRange(of: "(0)") { text.removeSubrange(trunk) }
        return text
    }

    /// ITU-T E.164: codes of one digit are 1 and 7, those of two are listed, all others have three.
    private static func countryCodeLength(_ digits: String) -> Int {
        if digits.hasPrefix("1") || digits.hasPrefix("7") { return 1 }
        return twoDigitCountryCodes.contains(String(digits.prefix(2))) ? 2 : 3
    }

    private static let twoDigitCountryCodes: Set<String> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ]
}

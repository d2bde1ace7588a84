package import SOQL

/// A telephone number read from however somebody typed it.
package struct PhoneNumber: Hashable, Sendable {
    /// The digits after the country code and trunk zero: `5552345678`.
    package let nationalDigits: String
    /// Whether the number is of the North American plan, which everyone writes in groups of three, three and four.
    private let isNorthAmerican: Bool

    /// Reads `+15552345678`, `(555) 234-5678`, `555.234.5678 x12`, `+46 (0)70-123 45 67`; nil for anything else.
    package init?(_ text: String) {
        guard let (dialled, startsWithPlus) = Self.dialled(text.unicodeScalars) else { return nil }
        var digits = dialled[...]
        var isInternational = startsWithPlus
        if !isInternational, digits.starts(with: "00".utf8), digits.count > 10 {
            isInternational = true
            digits.removeFirst(2)
        }
        guard (7...15).contains(digits.count) else { return nil }
        isNorthAmerican = digits.first == UInt8(ascii: "1") && (isInternational || digits.count == 11)
        if isInternational {
            digits.removeFirst(Self.countryCodeLength(digits))
        } else if digits.count == 11, digits.starts(with: "1".utf8) {
            digits.removeFirst()
        }
        // A trunk prefix is dialled inside the country only and never follows the country code.
        let national = digits.drop { $0 == UInt8(ascii: "0") }
        guard national.count >= 6 else { return nil }
        nationalDigits = String(decoding: national, as: UTF8.self)
    }

    /// The digits before an extension, and whether a plus stands before them; nil when the text is more than a number.
    private static func dialled(_ text: String.UnicodeScalarView) -> (digits: [UInt8], startsWithPlus: Bool)? {
        var digits: [UInt8] = []
        digits.reserveCapacity(16)
        var startsWithPlus = false
        var index = text.startIndex
        while index < text.endIndex {
            let scalar = text[index]
            switch scalar {
            case "0"..."9": digits.append(UInt8(ascii: scalar))
            case "+" where digits.isEmpty && !startsWithPlus: startsWithPlus = true
            // "+46 (0)70" is written for two readers: one dials the zero, the other the country code.
            case "(" where startsWithPlus && digits.count <= 3 && text[index...].starts(with: "(0)".unicodeScalars):
                text.formIndex(&index, offsetBy: 2)
            case "(", ")", "-", ".", "/", " ", "\u{A0}", "\u{2010}", "\u{2011}", "\u{2013}", "\u{202F}": break
            case "x", "X", "#": return (digits, startsWithPlus)
            case "e", "E", ";": return startsExtension(text[index...]) ? (digits, startsWithPlus) : nil
            default: return nil
            }
            text.formIndex(after: &index)
        }
        return (digits, startsWithPlus)
    }

    /// Whether text is an extension in letters: `ext. 12`, `extension 12`, `;ext=12`.
    private static func startsExtension(_ text: Substring.UnicodeScalarView) -> Bool {
        let start = String(text.prefix(5)).lowercased()
        return start.hasPrefix("ext") || start == ";ext="
    }

    /// A `LIKE` pattern that holds for the number with any country code, punctuation or extension.
    ///
    /// The digits of a North American number are grouped in one way only; elsewhere any two may have something between
    /// them. That can also match a longer number that happens to hold these digits in this order, so a match is a
    /// candidate, and only ``isSame(as:)`` makes it this number.
    package var pattern: StringLiteral {
        let isGrouped = isNorthAmerican && nationalDigits.utf8.count == 10
        var pattern: [UInt8] = [UInt8(ascii: "%")]
        pattern.reserveCapacity(2 * nationalDigits.utf8.count + 1)
        for (index, digit) in nationalDigits.utf8.enumerated() {
            pattern.append(digit)
            if !isGrouped || [2, 5, 9].contains(index) { pattern.append(UInt8(ascii: "%")) }
        }
        return StringLiteral(String(decoding: pattern, as: UTF8.self))
    }

    /// Whether a text is this number, typed in any way.
    package func isSame(as text: String) -> Bool { PhoneNumber(text)?.nationalDigits == nationalDigits }

    /// ITU-T E.164: codes of one digit are 1 and 7, those of two are listed, all others have three.
    private static func countryCodeLength(_ digits: ArraySlice<UInt8>) -> Int {
        if digits.starts(with: "1".utf8) || digits.starts(with: "7".utf8) { return 1 }
        return twoDigitCountryCodes.contains(String(decoding: digits.prefix(2), as: UTF8.self)) ? 2 : 3
    }

    private static let twoDigitCountryCodes: Set<String> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ]
}

/// A number with exactly the digits it was written with.
///
/// Equality is of the text: `1` and `1.0` are different values.
package struct JSONNumber: Hashable, Sendable {
    /// The number as JSON writes it.
    package let text: String

    package init(_ value: Int) { text = String(value) }

    /// Takes a finite number; infinity and NaN have no JSON form and give nil.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = String(describing: value)
    }

    /// Takes text in JSON's number grammar (RFC 8259, section 6); anything else gives nil.
    package init?(text: String) {
        guard let scanned = NumberScanner.scan(Array(text.utf8), from: 0), scanned == text.utf8.count else {
            return nil
        }
        self.text = text
    }

    /// Takes text the parser has just checked.
    init(checked text: String) { self.text = text }

    /// The value, when it is written as an integer and fits.
    package var integer: Int? { Int(text) }

    /// The nearest binary value; for arithmetic only, never for passing a number on.
    package var double: Double { Double(text) ?? .nan }
}

/// The number grammar of RFC 8259, section 6.
enum NumberScanner {
    /// Finds where the number that starts at `start` ends; nil when there is none.
    static func scan(_ bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        func isDigit(_ index: Int) -> Bool {
            index < bytes.count && bytes[index] >= UInt8(ascii: "0") && bytes[index] <= UInt8(ascii: "9")
        }
        func skipDigits() -> Bool {
            let first = index
            while isDigit(index) { index += 1 }
            return index > first
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let integerPart = index
        guard skipDigits() else { return nil }
        if bytes[integerPart] == UInt8(ascii: "0"), index > integerPart + 1 { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return nil }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard skipDigits() else { return nil }
        }
        return index
    }
}

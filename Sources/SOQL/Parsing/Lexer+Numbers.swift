extension Lexer {
    /// Reads a number, date, dateTime or time from its first character.
    mutating func readNumberOrDate() throws(SyntaxError) -> Token.Kind {
        let start = cursor.position
        if cursor.peek(2) == UInt8(ascii: ":") {
            try readTime(from: start, "a time")
            return .time
        }
        if cursor.peek() == UInt8(ascii: "+") || cursor.peek() == UInt8(ascii: "-") { cursor.advance() }
        cursor.advance(while: \.isDigit)
        if cursor.peek() == UInt8(ascii: "-"), cursor.offset == start.offset + 4 { return try readDate(from: start) }
        if cursor.peek() == UInt8(ascii: "."), cursor.peek(1)?.isDigit == true {
            cursor.advance()
            cursor.advance(while: \.isDigit)
        }
        guard cursor.bytes[cursor.offset - 1].isDigit else {
            throw SyntaxError(.unreadable, at: start, "a number is written with digits, as in -12.5")
        }
        try requireSeparation(from: "a number")
        return .number
    }

    private mutating func readDate(from start: SourcePosition) throws(SyntaxError) -> Token.Kind {
        let year = number(start.offset..<cursor.offset)
        guard let month = readTwoDigits(after: UInt8(ascii: "-"), 1...12),
            readTwoDigits(after: UInt8(ascii: "-"), 1...Calendar.days(in: month, of: year)) != nil
        else {
            throw SyntaxError(.unreadable, at: start, "this is not a date of the calendar, written as in 2026-01-31")
        }
        guard cursor.peek() == UInt8(ascii: "T") else {
            try requireSeparation(from: "a date")
            return .date
        }
        cursor.advance()
        try readTime(from: start, "a dateTime")
        return .dateTime
    }

    /// Reads `10:00:00`, a fraction and the zone.
    private mutating func readTime(from start: SourcePosition, _ what: String) throws(SyntaxError) {
        let form = what == "a time" ? "10:00:00.000Z" : "2026-01-31T10:00:00Z"
        guard readTwoDigits(0...23) != nil, readTwoDigits(after: UInt8(ascii: ":"), 0...59) != nil,
            readTwoDigits(after: UInt8(ascii: ":"), 0...59) != nil, readFraction(), readZone()
        else {
            throw SyntaxError(
                .unreadable,
                at: start,
                "\(what) is written as in \(form), with Z or an offset such as +01:00 at its end"
                    + " (in a URL, + is written %2B)"
            )
        }
        try requireSeparation(from: what)
    }

    /// Reads `.000` if it is there; false when the digits are missing.
    private mutating func readFraction() -> Bool {
        guard cursor.peek() == UInt8(ascii: ".") else { return true }
        cursor.advance()
        let start = cursor.offset
        cursor.advance(while: \.isDigit)
        return cursor.offset > start
    }

    /// Reads `Z`, `+01:00` or `+0100`.
    private mutating func readZone() -> Bool {
        switch cursor.peek() {
        case UInt8(ascii: "Z"):
            cursor.advance()
            return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            cursor.advance()
            guard readTwoDigits(0...23) != nil else { return false }
            if cursor.peek() == UInt8(ascii: ":") { cursor.advance() }
            return readTwoDigits(0...59) != nil
        default:
            return false
        }
    }

    private mutating func readTwoDigits(after separator: UInt8? = nil, _ range: ClosedRange<Int>) -> Int? {
        if let separator {
            guard cursor.peek() == separator else { return nil }
            cursor.advance()
        }
        guard let tens = cursor.peek(), tens.isDigit, let ones = cursor.peek(1), ones.isDigit else { return nil }
        let value = number(cursor.offset..<cursor.offset + 2)
        cursor.advance(byASCII: 2)
        return range.contains(value) ? value : nil
    }

    private func number(_ digits: Range<Int>) -> Int {
        cursor.bytes[digits].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

/// The proleptic Gregorian calendar, as far as checking a date needs it.
private enum Calendar {
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        default: 31
        }
    }
}

/// A currency literal: three letters, then an amount.
enum CurrencyLiteral {
    /// Whether a word has the form of `USD5000`.
    static func isWhole(_ word: ArraySlice<UInt8>) -> Bool {
        word.count > 3 && word.prefix(3).allSatisfy(\.isLetter) && word.dropFirst(3).allSatisfy(\.isDigit)
    }
}

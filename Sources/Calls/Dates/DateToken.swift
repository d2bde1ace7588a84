/// A piece of a phrase about a date.
enum DateToken: Hashable {
    case word(String)
    /// Digits alone. `digits` tells how many there were.
    case number(Int, digits: Int)
    /// "3rd", "third".
    case ordinal(Int)
    /// "14:30"; an hour written "09" is on a 24-hour clock.
    case clock(hour: Int, minute: Int, isPadded: Bool)

    var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    /// Splits a phrase; throws when it holds numbers that may be day and month either way round.
    static func read(_ text: String) throws(DateProblem) -> [DateToken] {
        let separators: Set<Character> = [" ", "\t", "\n", "\u{00A0}", "\u{202F}", ","]
        var tokens: [DateToken] = []
        for piece in text.lowercased().split(whereSeparator: separators.contains) {
            let trimmed = piece.reversed().drop { ".!?;".contains($0) }.reversed()
            tokens += try readPiece(String(trimmed))
        }
        return tokens
    }

    private static func readPiece(_ piece: String) throws(DateProblem) -> [DateToken] {
        guard piece.first?.isWholeNumber == true else {
            let word = piece.filter { $0 != "." && $0 != "'" && $0 != "\u{2019}" }
            return word.isEmpty ? [] : [EnglishWords.ordinal(word).map { .ordinal($0) } ?? .word(word)]
        }
        if let match = piece.wholeMatch(of: /([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?([ap])\.?m/) {
            return [try clock(match.output.1, match.output.2), .word("\(match.output.3)m")]
        }
        if let match = piece.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?/) {
            return [try clock(match.output.1, match.output.2)]
        }
        guard let match = piece.wholeMatch(of: /([0-9]{1,4})(?:(st|nd|rd|th)|(am|pm|a\.m|p\.m))?/) else {
            let isNumericDate = piece.wholeMatch(of: /[0-9]+[\/.\-][0-9]+(?:[\/.\-][0-9]+)?/) != nil
            throw isNumericDate ? .monthUnclear : .unreadable
        }
        guard let value = Int(match.output.1) else { throw .unreadable }
        if match.output.2 != nil { return [.ordinal(value)] }
        let number = DateToken.number(value, digits: match.output.1.count)
        guard let half = match.output.3 else { return [number] }
        return [number, .word(half.filter { $0 != "." })]
    }

    private static func clock(_ hour: Substring, _ minute: Substring) throws(DateProblem) -> DateToken {
        guard let hours = Int(hour), let minutes = Int(minute) else { throw .unreadable }
        return .clock(hour: hours, minute: minutes, isPadded: hour.hasPrefix("0"))
    }
}

/// The English words for days, months and numbers.
enum EnglishWords {
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The number of a weekday, from 0 for Monday, by its name or the start of it: "tuesday", "tues", "tue".
    static func weekday(_ word: String) -> Int? { index(of: word, in: weekdays) }

    /// The number of a month, from 1, by its name or the start of it: "september", "sept", "sep".
    static func month(_ word: String) -> Int? { index(of: word, in: months).map { $0 + 1 } }

    /// "three" gives 3.
    static func number(_ word: String) -> Int? { cardinals[word] }

    /// "third" and "twenty-first" give 3 and 21.
    static func ordinal(_ word: String) -> Int? {
        if let value = ordinals[word] { return value }
        let parts = word.split(separator: "-")
        guard parts.count == 2, let tens = cardinals[String(parts[0])], let ones = ordinals[String(parts[1])] else {
            return nil
        }
        return tens >= 20 && ones < 10 ? tens + ones : nil
    }

    private static func index(of word: String, in names: [String]) -> Int? {
        guard word.count >= 3 else { return nil }
        let matches = names.indices.filter { names[$0].lowercased().hasPrefix(word) }
        return matches.count == 1 ? matches[0] : nil
    }

    private static let cardinals = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50,
        "sixty": 60, "ninety": 90,
    ]

    private static let ordinals = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    ]
}

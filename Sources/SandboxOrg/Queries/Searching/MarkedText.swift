/// Text in which the words of a search are marked, safe to show in a page.
struct MarkedText {
    private static let marks = (start: "<mark>", end: "</mark>")
    private static let gap = "..."

    private let scalars: [Unicode.Scalar]
    /// Where the words stand.
    private let matches: [Range<Int>]

    /// Nil when none of the words, which are in small letters, stands in the text.
    init?(_ text: String, words: Set<String>) {
        scalars = Array(text.unicodeScalars)
        var matches: [Range<Int>] = []
        for range in Self.words(of: scalars) {
            var word = String.UnicodeScalarView()
            word.append(contentsOf: scalars[range])
            if words.contains(String(word).lowercased()) { matches.append(range) }
        }
        guard !matches.isEmpty else { return nil }
        self.matches = matches
    }

    var whole: String { marked(scalars.indices) }

    /// About so many characters around the first of the words.
    func excerpt(length: Int) -> String {
        guard scalars.count > length, let first = matches.first else { return whole }
        let wanted = max(0, min(first.lowerBound - length / 4, scalars.count - length))
        let start = wanted == 0 ? 0 : wordStart(from: wanted, before: first.lowerBound)
        var end = min(scalars.count, max(start + length, first.upperBound))
        while end < scalars.count, end > first.upperBound, SearchWords.isWordCharacter(scalars[end]) { end -= 1 }
        return (start > 0 ? Self.gap : "") + marked(start..<end) + (end < scalars.count ? Self.gap : "")
    }

    /// The first beginning of a word from a place on.
    private func wordStart(from place: Int, before limit: Int) -> Int {
        var place = place
        while place < limit,
            SearchWords.isWordCharacter(scalars[place - 1]) || !SearchWords.isWordCharacter(scalars[place])
        {
            place += 1
        }
        return place
    }

    private func marked(_ range: Range<Int>) -> String {
        var text = ""
        var place = range.lowerBound
        for match in matches where match.lowerBound >= range.lowerBound && match.upperBound <= range.upperBound {
            text += escaped(place..<match.lowerBound) + Self.marks.start + escaped(match) + Self.marks.end
            place = match.upperBound
        }
        return text + escaped(place..<range.upperBound)
    }

    private func escaped(_ range: Range<Int>) -> String {
        var text = ""
        for scalar in scalars[range] {
            switch scalar {
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "&": text += "&amp;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The words as they are indexed: letters and digits do not mix.
    private static func words(of scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            guard SearchWords.isWordCharacter(scalars[start]) else {
                start += 1
                continue
            }
            let isDigit = scalars[start].properties.numericType != nil
            var end = start + 1
            while end < scalars.count, SearchWords.isWordCharacter(scalars[end]),
                (scalars[end].properties.numericType != nil) == isDigit
            {
                end += 1
            }
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }
}

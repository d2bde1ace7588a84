/// How text is taken apart for search: at everything that is no letter or digit, and between letters and digits.
enum SearchWords {
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var wordIsDigits = false
        func finish() {
            guard !word.isEmpty else { return }
            words.append(String(word).lowercased())
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            guard isWordCharacter(scalar) else {
                finish()
                continue
            }
            let isDigit = scalar.properties.numericType != nil
            if isDigit != wordIsDigits { finish() }
            wordIsDigits = isDigit
            word.append(scalar)
        }
        finish()
        return words
    }

    /// Combining marks belong to the letter before them.
    static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }
}

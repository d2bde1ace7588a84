/// How text is taken apart for search: at everything that is no letter or digit, and between letters and digits.
enum SearchWords {
    static func split(_ text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            // Nearly all text is ASCII, where telling letters from digits takes no tables.
            bytes.allSatisfy { $0 < 0x80 } ? splitASCII(bytes) : nil
        } ?? splitUnicode(text)
    }

    private static func splitASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var words: [String] = []
        var index = 0
        while index < bytes.count {
            let start = index
            while index < bytes.count, isDigit(bytes[index]) { index += 1 }
            if index == start {
                while index < bytes.count, isLetter(bytes[index]) { index += 1 }
            }
            guard index > start else {
                index += 1
                continue
            }
            let word = bytes[start..<index]
            words.append(
                String(unsafeUninitializedCapacity: word.count) { buffer in
                    // Digits have the bit of small letters set already.
                    for (offset, byte) in word.enumerated() { buffer[offset] = byte | 0x20 }
                    return word.count
                }
            )
        }
        return words
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func splitUnicode(_ text: String) -> [String] {
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

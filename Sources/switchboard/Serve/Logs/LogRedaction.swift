import Platforms

/// Takes out of a log line what must not be in one: secrets, and who a caller is.
///
/// Nothing puts them there on purpose; this is for the error of a library that quotes what it was given.
enum LogRedaction {
    /// Names of values that are never shown, whatever they look like.
    private static let secretNames: Set<String> = [
        "access_token", "api_key", "apikey", "assertion", "authorization", "client_secret", "code", "code_verifier",
        "cookie", "id_token", "key", "passphrase", "passwd", "password", "private_key", "refresh_token", "secret",
        "set-cookie", "sid", "signature", "token",
    ]
    private static let schemes: Set<String> = ["basic", "bearer", "oauth"]
    private static let mark = "(redacted)"

    static func isSecret(_ name: String) -> Bool { secretNames.contains(name.lowercased()) }

    /// The text without what must not be seen.
    static func clean(_ text: String) -> String {
        var reading = Reading()
        var start = text.startIndex
        for index in text.unicodeScalars.indices where isSeparator(text.unicodeScalars[index]) {
            reading.read(text[start..<index])
            reading.read(text.unicodeScalars[index])
            start = text.unicodeScalars.index(after: index)
        }
        reading.read(text[start...])
        return reading.result
    }

    /// A text on the way through, word by word.
    private struct Reading {
        private(set) var result = ""
        /// The word before this one.
        private var name = Substring()
        /// Whether what comes next is the value of the name before it, as after `password=` and `"password": "`.
        private var isValue = false

        mutating func read(_ separator: Unicode.Scalar) {
            result.unicodeScalars.append(separator)
            switch separator {
            case "=": isValue = true
            case " ", "\"", "'": break
            default: isValue = false
            }
        }

        mutating func read(_ word: Substring) {
            guard !word.isEmpty else { return }
            let plain = word.utf8.firstIndex(of: UInt8(ascii: ":")).map { word[..<$0] } ?? word
            // "Authorization: Bearer …": the scheme is neither the secret, nor the end of it.
            let isHidden = isScheme(name) || isValue && isSecret(String(name))
            result += isHidden && !isScheme(plain) && word.utf8.count > 3 ? mark : cleanWord(word)
            isValue = word.utf8.last == UInt8(ascii: ":")
            if !plain.isEmpty { name = plain }
        }
    }

    private static func isScheme(_ word: Substring) -> Bool {
        (5...6).contains(word.utf8.count) && schemes.contains(word.lowercased())
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "`", "=", ",", ";", "&", "(", ")", "<", ">", "[", "]", "{", "}", "?",
            " ", "\t", "\n", "\r", "\u{B}", "\u{C}":
            true
        default: !scalar.isASCII && scalar.properties.isWhitespace
        }
    }

    private static func cleanWord(_ word: Substring) -> String {
        let bytes = word.utf8
        func begins(_ start: StaticString) -> Bool {
            start.withUTF8Buffer { bytes.starts(with: $0) }
        }
        // Our own tokens, sessions and refresh tokens of Salesforce, and signed tokens of anybody.
        if begins("swb_"), bytes.count > 12 { return mark }
        if begins("00D"), bytes.contains(UInt8(ascii: "!")) { return mark }
        if begins("5Aep"), bytes.count > 40 { return mark }
        if begins("eyJ"), bytes.contains(UInt8(ascii: ".")) { return mark }
        if bytes.contains(UInt8(ascii: "@")) {
            if let address = withoutPassword(word) { return address }
            if isEmail(word) { return mark }
        }
        return isPhone(word) ? mark : String(word)
    }

    /// An address without its password; nil for what has none.
    private static func withoutPassword(_ word: Substring) -> String? {
        guard let scheme = word.firstRange(of: "://") else { return nil }
        let rest = word[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return nil
        }
        return word[..<colon] + ":" + mark + rest[at...]
    }

    private static func isEmail(_ word: Substring) -> Bool {
        guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return false }
        return word[at...].dropFirst().contains(".")
    }

    private static func isPhone(_ word: Substring) -> Bool {
        guard word.utf8.first == UInt8(ascii: "+") else { return false }
        let digits = word.trimming(while: { ".:!".contains($0) })
        guard (8...16).contains(digits.count) else { return false }
        return digits.dropFirst().allSatisfy { ("0"..."9").contains($0) }
    }
}

extension Substring {
    fileprivate func trimming(while isUnwanted: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isUnwanted(last) { text.removeLast() }
        return text
    }
}

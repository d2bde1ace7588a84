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
        for character in text { reading.read(character) }
        reading.endWord()
        return reading.result
    }

    /// A text on the way through, word by word.
    private struct Reading {
        var result = ""
        private var word = Substring()
        private var name = ""
        /// Whether what comes next is the value of the name before it, as after `password=` and `"password": "`.
        private var isValue = false

        mutating func read(_ character: Character) {
            guard isSeparator(character) else {
                word.append(character)
                return
            }
            endWord()
            result.append(character)
            switch character {
            case "=": isValue = true
            case " ", "\"", "'": break
            default: isValue = false
            }
        }

        mutating func endWord() {
            guard !word.isEmpty else { return }
            let plain = word.lowercased().prefix { $0 != ":" }
            // "Authorization: Bearer …": the scheme is neither the secret, nor the end of it.
            let isScheme = schemes.contains(String(plain))
            let isHidden = schemes.contains(name) || isValue && isSecret(name)
            result += isHidden && !isScheme && word.utf8.count > 3 ? mark : cleanWord(word)
            isValue = word.last == ":"
            if !plain.isEmpty { name = String(plain) }
            word = ""
        }
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "\"'`=,;&()<>[]{}?".contains(character)
    }

    private static func cleanWord(_ word: Substring) -> String {
        // Our own tokens, sessions and refresh tokens of Salesforce, and signed tokens of anybody.
        if word.hasPrefix("swb_") && word.utf8.count > 12 { return mark }
        if word.hasPrefix("00D") && word.contains("!") { return mark }
        if word.hasPrefix("5Aep") && word.utf8.count > 40 { return mark }
        if word.hasPrefix("eyJ") && word.count(where: { $0 == "." }) >= 1 { return mark }
        if let address = withoutPassword(word) { return address }
        if isEmail(word) || isPhone(word) { return mark }
        return String(word)
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
        let digits = word.trimming(while: { ".:!".contains($0) })
        guard digits.first == "+", (8...16).contains(digits.count) else { return false }
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

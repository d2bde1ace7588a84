extension String {
    /// The text with U+FFFD where it has U+0000, which PostgreSQL can't keep and SQLite ends texts at.
    var withoutNullCharacters: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}

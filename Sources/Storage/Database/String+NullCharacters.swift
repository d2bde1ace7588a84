extension String {
    /// The text with U+FFFD where it has U+0000, which PostgreSQL can't keep and SQLite ends texts at.
    var withoutNullCharacters: String {
        let isWithout = utf8.withContiguousStorageIfAvailable { !$0.contains(0) } ?? !utf8.contains(0)
        if isWithout { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}

extension String {
    /// The text without space around it.
    var trimmed: String { trimmed { $0.isWhitespace } }

    /// The text without certain characters around it.
    func trimmed(of isCut: (Character) -> Bool) -> String {
        let text = drop(while: isCut)
        guard let end = text.lastIndex(where: { !isCut($0) }) else { return "" }
        return String(text[...end])
    }
}

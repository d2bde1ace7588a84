/// A text in which a mark shows the place that an error is expected at.
struct MarkedText {
    static let mark: Character = "▶"

    /// The text without the mark.
    let text: String
    /// Where the mark stood, both counted from 1.
    let line: Int
    let column: Int

    init(_ marked: String) {
        let before = marked.prefix { $0 != Self.mark }
        text = String(before + marked.dropFirst(before.count + 1))
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        line = lines.count
        column = (lines.last?.unicodeScalars.count ?? 0) + 1
    }
}

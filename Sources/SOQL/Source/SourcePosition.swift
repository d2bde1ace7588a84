/// A place in the text of a query.
package struct SourcePosition: Hashable, Sendable {
    /// UTF-8 bytes before this place.
    package var offset: Int
    /// The line, counted from 1.
    package var line: Int
    /// The column in Unicode scalars, counted from 1.
    package var column: Int

    package init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    package static let start = SourcePosition(offset: 0, line: 1, column: 1)
}

extension SourcePosition: CustomStringConvertible {
    package var description: String { "\(line):\(column)" }
}

/// What is wrong in a definition file, and where.
package struct DefinitionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Both counted from 1.
    package var line: Int
    package var column: Int
    /// One or two sentences with the remedy.
    package var message: String

    package var description: String { "\(line):\(column) \(message)" }
}

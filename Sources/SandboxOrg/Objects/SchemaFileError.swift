/// What is wrong with a schema file, and where.
package struct SchemaFileError: Error, Sendable, CustomStringConvertible {
    package var message: String
    package var file: String?
    /// Counted from 1.
    package var line: Int?

    init(_ message: String, file: String? = nil, line: Int? = nil) {
        self.message = message
        self.file = file
        self.line = line
    }

    func at(file: String, line: Int?) -> SchemaFileError {
        SchemaFileError(message, file: self.file ?? file, line: self.line ?? line)
    }

    package var description: String {
        [file, line.map(String.init), message].compactMap { $0 }.joined(separator: ":")
    }
}

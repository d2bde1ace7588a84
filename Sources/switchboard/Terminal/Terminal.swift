import Foundation

/// Where people read: standard output and standard error, in colour where there is a person to see it.
enum Terminal {
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// Whether standard output is a terminal, and nobody has asked for no colour (https://no-color.org).
    static let isColoured = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    /// Whether somebody can answer a question.
    static let isInteractive = isatty(STDIN_FILENO) == 1

    static func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    static func write(_ text: String) {
        write(text, to: .standardOutput)
    }

    static func writeLine(_ text: String = "") {
        write(text + "\n")
    }

    static func writeError(_ text: String) {
        write(text + "\n", to: .standardError)
    }

    private static func write(_ text: String, to file: FileHandle) {
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            // Whoever read has stopped, as `head` does, or the disk is full: there is nobody left to tell.
            exit(EXIT_FAILURE)
        }
    }
}

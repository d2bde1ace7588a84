import Foundation

/// Where people read: standard output and standard error, in colour where there is a person to see it.
///
/// Whatever is written, nothing in it acts on the terminal but our own styles: models, callers and records hold what
/// strangers wrote.
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

    /// Stands for the escape of our own styles until they are written. Nobody outside can know it.
    private static let escape = "\u{1B}\(UInt64.random(in: .min ... .max))"

    static func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\(escape)[\(style.rawValue)m\(text)\(escape)[0m" : text
    }

    /// The text with every character spelt out that would act on a terminal, the way JSON spells it.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: acts) else { return text }
        return text.unicodeScalars.reduce(into: "") { harmless, scalar in
            guard acts(scalar) else { return harmless.unicodeScalars.append(scalar) }
            let digits = String(scalar.value, radix: 16)
            harmless += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    /// Whether a character moves, hides or turns around what is shown.
    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\t": false
        default: scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
        }
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
        let harmless = text.components(separatedBy: escape).map(harmless).joined(separator: "\u{1B}")
        do {
            try file.write(contentsOf: Data(harmless.utf8))
        } catch {
            // Whoever read has stopped, as `head` does, or the disk is full: there is nobody left to tell.
            exit(EXIT_FAILURE)
        }
    }
}

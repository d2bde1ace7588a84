extension Printer {
    mutating func write(_ literal: Literal) {
        switch literal {
        case .null: write("NULL")
        case .boolean(let value): write(value ? "TRUE" : "FALSE")
        case .number(let text), .date(let text), .dateTime(let text), .time(let text): write(text)
        case .string(let string): write(string)
        case .dateLiteral(let name, let count):
            write(name)
            if let count {
                write(":")
                write(count)
            }
        case .currency(let code, let amount):
            write(code)
            write(amount)
        }
    }

    mutating func write(_ string: StringLiteral) {
        write("'")
        for piece in string.pieces {
            switch piece {
            case .text(let text): writeEscaped(text)
            case .escaped(let wildcards):
                for wildcard in wildcards.utf8 {
                    write("\\")
                    write(wildcard)
                }
            case .placeholder(let placeholder): write(placeholder)
            }
        }
        write("'")
    }

    /// Writes the characters of a string so that they are read back as themselves.
    private mutating func writeEscaped(_ text: String) {
        let characters = text.utf8
        var index = characters.startIndex
        while index < characters.endIndex {
            let byte = characters[index]
            characters.formIndex(after: &index)
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\\"):
                write("\\")
                write(byte)
            case UInt8(ascii: "\n"): write(#"\n"#)
            case UInt8(ascii: "\r"): write(#"\r"#)
            case UInt8(ascii: "\t"): write(#"\t"#)
            case 0x08: write(#"\b"#)
            case 0x0C: write(#"\f"#)
            case 0x00..<0x20, 0x7F:
                write(#"\u00"#)
                write(Printer.hexDigits[Int(byte >> 4)])
                write(Printer.hexDigits[Int(byte & 0xF)])
            // Two braces would open a placeholder when the text is read as a template again.
            case UInt8(ascii: "{") where index < characters.endIndex && characters[index] == UInt8(ascii: "{"):
                write(#"\u007B"#)
            default:
                write(byte)
            }
        }
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}

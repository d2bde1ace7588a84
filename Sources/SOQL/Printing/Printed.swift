/// A part of a query that can be written as text.
package protocol Printed: CustomStringConvertible {
    /// The text as UTF-8: single spaces, keywords in capitals, names as they stand in the tree.
    ///
    /// Whatever its strings and search terms contain, the text is read back as what the tree says. The tree that is read
    /// is an equal one, except that a group of one is only its member, and that a search word which needs quotes is a
    /// phrase.
    func printed() -> [UInt8]
}

extension Printed {
    /// ``printed()`` as a string.
    package var text: String { String(decoding: printed(), as: UTF8.self) }
    package var description: String { text }
}

extension Query: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Search: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension SearchTerm: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Condition: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Expression: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension FunctionCall: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Value: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Literal: Printed {
    package func printed() -> [UInt8] { Printer.print { $0.write(self) } }
}

extension Printer {
    static func print(_ write: (inout Printer) -> Void) -> [UInt8] {
        var printer = Printer()
        write(&printer)
        return printer.bytes
    }
}

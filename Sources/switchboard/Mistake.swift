/// Something the user got wrong that has nothing to do with how the command is written: a name, a file, an address.
struct Mistake: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

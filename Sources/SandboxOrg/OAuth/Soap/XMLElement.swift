/// An element of an XML document, known by its name without prefix.
///
/// Only what SOAP needs is read: no document type, so no entities but the five of XML, and nothing from elsewhere.
struct XMLElement: Sendable {
    struct SyntaxError: Error {}

    static let maximumDepth = 64

    var name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first element of the name below this one, however deep.
    func first(_ name: String) -> XMLElement? {
        for child in children {
            if child.name == name { return child }
            if let found = child.first(name) { return found }
        }
        return nil
    }
}

extension XMLElement {
    /// Reads a whole document.
    init(parsing bytes: [UInt8]) throws(SyntaxError) {
        var reader = XMLReader(bytes)
        self = try reader.document()
    }
}

/// What Twilio is told to do with a call, in its markup.
struct TwiML: Sendable {
    /// One element with what is in it.
    struct Element: Sendable {
        let name: String
        let attributes: [(name: String, value: String)]
        let content: [Element]
        let text: String

        init(
            _ name: String,
            _ attributes: [(name: String, value: String)] = [],
            _ content: [Element] = [],
            text: String = ""
        ) {
            self.name = name
            self.attributes = attributes
            self.content = content
            self.text = text
        }

        fileprivate var markup: String {
            let start = name + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
            let inside = Self.escaped(text) + content.map(\.markup).joined()
            return inside.isEmpty ? "<\(start)/>" : "<\(start)>\(inside)</\(name)>"
        }

        /// The text with its marks as references, and without what no XML can hold.
        private static func escaped(_ text: String) -> String {
            var result = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "\"": result += "&quot;"
                case "\t", "\n", "\r": result += " "
                case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": break
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }
    }

    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    var text: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>\(elements.map(\.markup).joined())</Response>"
    }

    static func saying(_ sentence: String, then elements: [Element] = [Element("Hangup")]) -> TwiML {
        TwiML([Element("Say", text: sentence)] + elements)
    }
}

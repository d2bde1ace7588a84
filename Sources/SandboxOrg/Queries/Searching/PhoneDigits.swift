/// The digits of a telephone number, by which it is found however it was typed.
///
/// Two numbers are the same when one is the end of the other, leaving out leading zeros, and at least
/// ``minimumLength`` digits agree: `+1 555 234 5678`, `5552345678` and `(555) 234-5678`.
struct PhoneDigits: Sendable {
    static let minimumLength = 7

    /// Without leading zeros.
    let digits: String

    /// Takes what was typed; nil when it has too few digits or is no telephone number. An extension is left out.
    init?(_ text: String) {
        var digits: [UInt8] = []
        for scalar in text.unicodeScalars {
            // What ASCII has beside letters is looked at below, and looking letters up takes long.
            guard !(scalar.isASCII ? Self.isLetter(scalar) : scalar.properties.isAlphabetic) else { break }
            switch scalar {
            case "0"..."9":
                if !digits.isEmpty || scalar != "0" { digits.append(UInt8(ascii: scalar)) }
            case " ", "+", "-", "(", ")", ".", ",", "/", "#": continue
            default: return nil
            }
        }
        guard digits.count >= Self.minimumLength, digits.count <= 20 else { return nil }
        self.digits = String(decoding: digits, as: UTF8.self)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private var ends: [String] {
        (0...(digits.count - Self.minimumLength)).map { String(digits.dropFirst($0)) }
    }

    /// Marks a word that is a whole number and not the end of one. No word of a text mixes letters and digits.
    private static func whole(_ digits: String) -> String { "w" + digits }

    /// The words to index: the number in full, and each of its ends.
    var indexWords: [String] { [Self.whole(digits)] + ends }

    /// The words of which any finds the number: itself as an end of a longer one, or a shorter one it ends with.
    var searchWords: [String] { [digits] + ends.map(Self.whole) }
}

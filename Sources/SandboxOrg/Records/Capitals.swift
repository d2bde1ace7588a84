/// Text in capital letters, one for one: what Salesforce compares and sorts by. `ß` has no capital and stays.
enum Capitals {
    static func of(_ text: String) -> String.UnicodeScalarView {
        var capitals = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { capitals.append(of(scalar)) }
        return capitals
    }

    private static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return ("a"..."z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) & 0xDF) : scalar
        }
        let capital = scalar.properties.uppercaseMapping.unicodeScalars
        guard let first = capital.first, capital.count == 1 else { return scalar }
        return first
    }
}

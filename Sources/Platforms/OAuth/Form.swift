import Actions

/// The fields of a form or a query, in order.
struct Form: ExpressibleByDictionaryLiteral {
    private var fields: [(name: String, value: String)]

    init(dictionaryLiteral elements: (String, String)...) { fields = elements.map { ($0.0, $0.1) } }

    mutating func add(_ name: String, _ value: String?) {
        if let value { fields.append((name, value)) }
    }

    /// `name=value&…`, percent-encoded.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            PercentCoding.encode(field.name, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentCoding.encode(field.value, into: &bytes)
        }
        return bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

import Actions

extension String {
    /// The text as one value of a query, or one segment of a path.
    var percentEncoded: String {
        var bytes: [UInt8] = []
        PercentCoding.encode(self, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

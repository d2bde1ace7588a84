extension Int {
    /// The digits, with zeros in front up to a length.
    func padded(to length: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
    }
}

extension Int {
    /// Reads a number of so many digits and nothing else.
    init?(digits text: some StringProtocol, count: Int) {
        guard text.utf8.count == count, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else {
            return nil
        }
        self.init(text)
    }
}

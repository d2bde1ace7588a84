extension Int {
    /// The digits, with zeros in front up to a length.
    func padded(to length: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
    }
}

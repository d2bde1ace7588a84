import FoundationEssentials

/// The time of a server, from the `Date` header of its answer: `Fri, 22 Jul 2016 20:19:37 GMT`.
enum ServerTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func date(_ header: String) -> Date? {
        let parts = header.split(separator: " ")
        guard parts.count == 6, let month = months.firstIndex(where: { $0 == parts[2] }) else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return try? Date("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z", strategy: .iso8601)
    }
}

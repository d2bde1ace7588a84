import Doors

/// What a form or a query says, in order.
struct FormValues: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads `application/x-www-form-urlencoded`; nil when it is none.
    init?(encoded text: some StringProtocol) {
        var items: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(String(pair[0]), plusIsSpace: true),
                let value = PercentDecoding.decode(pair.count == 2 ? String(pair[1]) : "", plusIsSpace: true),
                // No database keeps it.
                !value.utf8.contains(0)
            else { return nil }
            // A browser ends lines as mail does.
            items.append(
                (name, value.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n"))
            )
        }
        self.items = items
    }

    init() { items = [] }

    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// Every value of a name, such as of all boxes that were ticked.
    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// What was typed on one line, without spaces around it; empty when nothing was.
    func line(_ name: String) -> String { (self[name] ?? "").trimmed }
}

/// The items of a query string or a form, in their order.
struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads `a=b&c=d` with percent escapes and `+` for a space.
    init(_ text: some StringProtocol) {
        items = text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decoded(parts[0], plusIsSpace: true)
            return (name, parts.count > 1 ? PercentEncoding.decoded(parts[1], plusIsSpace: true) : "")
        }
    }

    /// The items with other values.
    func mapValues(_ change: (String) throws(SalesforceError) -> String) throws(SalesforceError) -> QueryItems {
        var items = items
        for index in items.indices { items[index].value = try change(items[index].value) }
        return QueryItems(items)
    }

    private init(_ items: [(name: String, value: String)]) { self.items = items }

    /// The items as a query string again.
    var text: String {
        items.map { "\($0.name.escapedAsQueryValue)=\($0.value.escapedAsQueryValue)" }.joined(separator: "&")
    }

    /// The first item of the name.
    subscript(name: String) -> String? { items.first { $0.name == name }?.value }
}

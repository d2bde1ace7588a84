import Platforms

/// What of a long list is on one page: so many of its rows, and no more of them than a page may weigh.
struct ListPart<Row> {
    let rows: ArraySlice<Row>
    /// Where the next page begins, or ends in a list that is read from its end; nil on the last.
    let next: Int?

    /// How much all rows of a page may take, in bytes. The rest of a page takes less than 10 000.
    private static var mostWeight: Int { 36_000 }

    /// - Parameters:
    ///   - start: How many rows come before the page, as its address says.
    ///   - weight: About how many bytes of a page a row takes.
    init(of all: [Row], from start: String? = nil, most: Int, weighing weight: (Row) -> Int) {
        // Whatever number somebody puts into the address.
        let start = min(max(0, start.flatMap { Int($0) } ?? 0), all.count)
        let end = start + Self.fitting(all[start...].prefix(most), weight)
        rows = all[start..<end]
        next = end < all.count ? end : nil
    }

    /// A page of a list that is read from its end.
    ///
    /// - Parameter end: How many rows come before the end of the page, as its address says; nil for the last page.
    init(of all: [Row], until end: String?, weighing weight: (Row) -> Int) {
        let end = min(max(1, end.flatMap { Int($0) } ?? all.count), all.count)
        let start = end - Self.fitting(all[..<end].reversed(), weight)
        rows = all[start..<end]
        next = start > 0 ? start : nil
    }

    /// How many of the rows fit on a page; at least one.
    private static func fitting(_ rows: some Sequence<Row>, _ weight: (Row) -> Int) -> Int {
        var (count, sum) = (0, 0)
        for row in rows {
            sum += weight(row)
            guard sum <= mostWeight || count == 0 else { break }
            count += 1
        }
        return count
    }
}

extension String {
    /// How many bytes of a page it takes.
    var weight: Int { utf8.reduce(0) { $0 + HTMLEscaping.weight(of: $1) } }

    /// The text as a name, or another where there is nothing to read in it.
    func named(otherwise other: String) -> String { SpokenText.saysSomething(self) ? self : other }

    /// The beginning, where it is longer than so many characters or takes more than so many bytes of a page; the end
    /// says how much more there is. A letter under thousands of marks is cut in the middle, for some of it to be seen.
    func clipped(to length: Int, weight: Int = .max) -> String {
        guard utf8.count > length || self.weight > weight else { return self }
        var rest = self[...]
        var (count, sum) = (0, 0)
        while let character = rest.first, count < length {
            let own = String(character).weight
            guard sum + own <= weight else {
                if own > min(Self.heaviestCharacter, weight) { rest = rest.droppingScalars(of: weight - sum) }
                break
            }
            sum += own
            count += 1
            rest.removeFirst()
        }
        guard !rest.isEmpty else { return self }
        return self[..<rest.startIndex] + "\n… (\(rest.count) more characters)"
    }

    /// How many bytes a character takes at most in any script and of any emoji.
    private static let heaviestCharacter = 100
}

extension Substring {
    /// What is left of it after as many scalars as take no more than so many bytes of a page.
    fileprivate func droppingScalars(of weight: Int) -> Substring {
        var scalars = unicodeScalars
        var sum = 0
        while let scalar = scalars.first {
            sum += String(scalar).weight
            guard sum <= weight else { break }
            scalars.removeFirst()
        }
        return Substring(scalars)
    }
}

extension Array {
    /// The rows under their headings, both in the order they come.
    func grouped(by heading: (Element) -> String) -> [(name: String, rows: [Element])] {
        var groups: [(name: String, rows: [Element])] = []
        for row in self {
            let name = heading(row)
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].rows.append(row)
            } else {
                groups.append((name, [row]))
            }
        }
        return groups
    }
}

package import Foundation
import JSON

/// Taking personal parts out of the audit trail: of which entries, by whom and why.
///
/// It ends in an entry of its own, which names the entries it emptied: an empty one that none of them names was emptied
/// by somebody else.
package struct Forgetting: Hashable, Sendable {
    package enum Extent: Hashable, Sendable {
        /// Every entry of these calls, and every entry about one of these records.
        case about(calls: [String], records: [String] = [])
        /// Entries of calls that are forgotten already, which were noted while they were.
        case late(calls: [String])
        /// Every entry older than this, a bounded number at a time.
        case before(Date)
    }

    package var extent: Extent
    /// What is forgotten: a `caller`, or what has reached an `age`.
    package var reason: String
    package var actor: String

    package init(_ extent: Extent, because reason: String, by actor: String) {
        self.extent = extent
        self.reason = reason
        self.actor = actor
    }

    /// The entry that says so; nil where there is nothing to say.
    package func entry(emptying numbers: [Int]) -> AuditEntry? {
        var calls = 0
        switch extent {
        case .about(let ids, _): calls = ids.count
        case .late, .before: if numbers.isEmpty { return nil }
        }
        return AuditEntry(
            .forgetting,
            by: actor,
            action: reason,
            outcome: "\(calls) calls, \(numbers.count) entries",
            personal: .init(details: ["entries": Self.json(RangeSet(numbers.map { $0..<$0 + 1 }))])
        )
    }

    /// The entries that an entry of this kind says it emptied; nil when it does not say.
    static func numbers(in entry: AuditEntry) -> RangeSet<Int>? {
        guard let json = entry.personal.details["entries"]?.array else { return nil }
        var numbers = RangeSet<Int>()
        for pair in json {
            guard let first = pair[0]?.integer, let last = pair[1]?.integer, first > 0, first <= last, last < .max
            else {
                return nil
            }
            numbers.insert(contentsOf: first..<last + 1)
        }
        return numbers
    }

    /// Pairs of a first and a last number.
    private static func json(_ numbers: RangeSet<Int>) -> JSONValue {
        .array(
            numbers.ranges.map {
                [.number(JSONNumber($0.lowerBound)), .number(JSONNumber($0.upperBound - 1))]
            }
        )
    }
}

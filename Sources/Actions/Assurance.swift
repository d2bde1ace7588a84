/// How sure we are who is calling.
package enum Assurance: String, Sendable, Comparable, CaseIterable {
    case unknown
    /// The caller's number belongs to exactly one contact.
    case recognised
    /// The caller proved it.
    case verified

    package static func < (left: Assurance, right: Assurance) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .unknown: 0
        case .recognised: 1
        case .verified: 2
        }
    }
}

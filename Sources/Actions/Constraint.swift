/// A rule over several parameters that the CRM would not enforce, or not say clearly.
package enum Constraint: Hashable, Sendable {
    case exactlyOne(of: [String])
    case atLeastOne(of: [String])
    /// The first date, where both are given, must come before the second.
    case before(first: String, second: String)
    /// Leaves `parameter` out when the value of `other` starts with `prefix`.
    case drop(parameter: String, other: String, prefix: String)

    /// The parameters the rule speaks of.
    package var parameters: [String] {
        switch self {
        case .exactlyOne(let names), .atLeastOne(let names): names
        case .before(let first, let second): [first, second]
        case .drop(let parameter, let other, _): [parameter, other]
        }
    }
}

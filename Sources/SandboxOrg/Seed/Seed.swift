/// What a new org is filled with, beside the records every org has.
package enum Seed: Sendable, Hashable {
    case empty
    /// The demo company.
    case demo
    /// The demo company and so many generated contacts, with accounts, cases and activities.
    case generated(contacts: Int)
}

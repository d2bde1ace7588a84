package import Foundation

/// How far a conversation may go.
package struct ConversationLimits: Sendable {
    /// A model that goes on for more responses than this in one turn is stopped.
    package var responsesPerTurn = 8
    /// How long one turn may take, retries included.
    package var turnPatience: Duration = .seconds(25)
    /// How long a tool may take before the caller hears that it takes a moment.
    package var fillerAfter: Duration = .milliseconds(1200)
    /// After how many turns in a row without a model the call is given up.
    package var troubles = 2
    /// How many tokens the whole conversation may use; nil for any number.
    package var tokens: Int? = 500_000
    /// What the model asks; nil when nobody counts.
    package var price: TokenPrice?
    /// What the whole conversation may cost, in the currency of the price; nil for anything.
    package var cost: Decimal?

    package init() {}
}

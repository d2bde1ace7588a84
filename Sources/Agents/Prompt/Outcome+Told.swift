package import Calls
package import JSON

extension Outcome {
    /// The outcome for a model whose conversation others carry: no text of a record in it can pass for a mark, whatever
    /// the model was told of those. What it says of this again, ``Fence/meant(by:)`` reads.
    package var told: JSONValue { Fence.unmarked(json) }
}

/// How much text a model has read and written, in its own tokens.
package struct TokenUsage: Sendable, Hashable {
    /// Tokens read, those from the provider's cache included.
    package var input: Int
    /// Of the tokens read, those that the provider had kept ready.
    package var cachedInput: Int
    package var output: Int

    package init(input: Int = 0, cachedInput: Int = 0, output: Int = 0) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
    }

    package var total: Int { input + output }

    package static func += (left: inout TokenUsage, right: TokenUsage) {
        left.input += right.input
        left.cachedInput += right.cachedInput
        left.output += right.output
    }
}

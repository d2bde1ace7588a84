package import Foundation

/// What a provider asks for a million tokens, in whatever currency it is paid.
package struct TokenPrice: Sendable, Hashable {
    package var input: Decimal
    package var cachedInput: Decimal
    package var output: Decimal

    /// - Parameter cachedInput: Nil when it costs as much as the rest.
    package init(input: Decimal, cachedInput: Decimal? = nil, output: Decimal) {
        self.input = input
        self.cachedInput = cachedInput ?? input
        self.output = output
    }

    package func cost(of usage: TokenUsage) -> Decimal {
        let read = Decimal(usage.input - usage.cachedInput) * input + Decimal(usage.cachedInput) * cachedInput
        return (read + Decimal(usage.output) * output) / 1_000_000
    }
}

import Metrics

/// What is counted of models.
enum ModelMetrics {
    static func count(_ usage: TokenUsage) {
        let kinds = [
            ("input", usage.input - usage.cachedInput), ("cached_input", usage.cachedInput), ("output", usage.output),
        ]
        for (kind, tokens) in kinds where tokens > 0 {
            Counter(label: "switchboard_model_tokens", dimensions: [("kind", kind)]).increment(by: tokens)
        }
    }

    static func count(_ error: ModelError) {
        Counter(label: "switchboard_model_errors", dimensions: [("kind", error.kind.rawValue)]).increment()
    }

    /// How long a caller waited for the model's first words or its first tool.
    static func record(firstWordAfter wait: Duration) {
        Timer(label: "switchboard_model_first_word_seconds").record(duration: wait)
    }
}

import Metrics

/// What is counted of calls on the telephone.
enum RelayMetrics {
    /// The calls that are connected.
    static func record(calls: Int) { Gauge(label: "switchboard_relay_calls").record(Int64(calls)) }

    static func countBusy() { Counter(label: "switchboard_relay_calls_refused_total").increment() }

    /// What was said to a caller in a turn.
    static func count(said words: String) {
        let count = words.split(whereSeparator: \.isWhitespace).count
        if count > 0 { Counter(label: "switchboard_relay_words_total").increment(by: count) }
    }

    /// How long a caller waited for the first word after they had spoken.
    static func record(firstWordAfter wait: Duration) {
        Timer(label: "switchboard_relay_first_word_seconds").record(duration: wait)
    }
}

import CoreMetrics
import Testing

@testable import switchboard

struct PrometheusTests {
    private let registry = PrometheusRegistry()

    @Test func `a counter counts for each set of labels`() {
        for _ in 0..<2 {
            registry.makeCounter(label: "switchboard.refreshes", dimensions: [("org", "a\"b\\\n")]).increment(by: 1)
        }
        registry.makeCounter(label: "switchboard_refreshes_total", dimensions: []).increment(by: 3)
        #expect(
            registry.text() == """
                # TYPE switchboard_refreshes_total counter
                switchboard_refreshes_total 3.0
                switchboard_refreshes_total{org="a\\"b\\\\\\n"} 2.0

                """
        )
    }

    @Test func `a duration falls into every bucket above it`() {
        let timer = registry.makeTimer(label: "answer_seconds", dimensions: [("action", "x")])
        for milliseconds in [1, 300, 60_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let lines = registry.text().split(separator: "\n").map(String.init)
        #expect(lines.contains("answer_seconds_bucket{action=\"x\",le=\"0.0005\"} 0"))
        #expect(lines.contains("answer_seconds_bucket{action=\"x\",le=\"0.001\"} 1"))
        #expect(lines.contains("answer_seconds_bucket{action=\"x\",le=\"0.5\"} 2"))
        #expect(lines.contains("answer_seconds_bucket{action=\"x\",le=\"+Inf\"} 3"))
        #expect(lines.contains("answer_seconds_count{action=\"x\"} 3"))
    }

    @Test func `a gauge shows its last value`() {
        registry.makeMeter(label: "depth", dimensions: []).set(Int64(5))
        registry.makeRecorder(label: "depth", dimensions: [], aggregate: false).record(Int64(2))
        #expect(registry.text().contains("\ndepth 2.0\n"))
    }
}

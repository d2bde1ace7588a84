import Foundation
import Metrics

/// What the operating system says about this process, under the names Prometheus' own clients use.
struct ProcessMetrics: Sendable {
    private let memory = Gauge(label: "process_resident_memory_bytes")
    private let files = Gauge(label: "process_open_fds")
    private let processorTime = Gauge(label: "process_cpu_seconds")
    private let start = Gauge(label: "process_start_time_seconds")

    init() { start.record(Date().timeIntervalSince1970) }

    /// Reads them again.
    func refresh() {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
            .dropFirst()
        if let resident = pages?.first.flatMap({ Int($0) }) { memory.record(Int64(resident) * Int64(getpagesize())) }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            files.record(Int64(open.count))
        }
        // POSIX counts it in microseconds, whatever the clock's own resolution.
        processorTime.record(Double(clock()) / 1_000_000)
    }
}

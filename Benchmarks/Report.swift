import Foundation

/// The table the benchmarks print, a line as soon as it is measured.
struct Report {
    /// What a measurement is held against.
    enum Yardstick {
        case target(Duration)
        case baseline(String, Measurement)

        fileprivate var duration: Duration {
            switch self {
            case .target(let duration): duration
            case .baseline(_, let measurement): measurement.median
            }
        }

        fileprivate var name: String {
            switch self {
            case .target(let duration): "target \(duration.readable)"
            case .baseline(let name, let measurement): "\(name) \(measurement.median.readable)"
            }
        }
    }

    func heading(_ title: String) {
        note("\n" + row(title, ["median", "min", "p99", "runs", "ratio"], "held against"))
        note(String(repeating: "-", count: 120))
    }

    func line(_ label: String, _ measurement: Measurement, against yardstick: Yardstick? = nil) {
        let ratio = yardstick.map { String(format: "%.3f", measurement.median / $0.duration) } ?? ""
        let columns = [
            measurement.median.readable, measurement.minimum.readable, measurement.percentile99.readable,
            String(measurement.runs), ratio,
        ]
        note(row(label, columns, yardstick?.name ?? ""))
    }

    /// A line of how much is done in a second, held against the least there should be.
    func rate(_ label: String, _ perSecond: Double, least: Double? = nil, _ yardstick: String = "") {
        let ratio = least.map { String(format: "%.3f", perSecond / $0) } ?? ""
        note(row(label, [String(format: "%.0f /s", perSecond), "", "", "", ratio], yardstick))
    }

    /// Writes a line of its own.
    func note(_ text: String) {
        // Who reads it may have seen enough.
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    private func row(_ label: String, _ columns: [String], _ yardstick: String) -> String {
        let cells = columns.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
        return label.padding(toLength: 42, withPad: " ", startingAt: 0) + cells.joined() + "  " + yardstick
    }
}

extension Duration {
    /// In the unit that leaves a number people can read.
    var readable: String {
        let microseconds = self / .microseconds(1)
        return microseconds < 1000
            ? String(format: "%.2f us", microseconds) : String(format: "%.2f ms", microseconds / 1000)
    }
}

import CoreMetrics
import Synchronization

/// Keeps the metrics of the process and writes them as Prometheus reads them.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
final class PrometheusRegistry: MetricsFactory {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Bounds of durations in seconds: an answer on the phone is good below a tenth, and too late after four and a half.
    private static let durations = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 4.5, 10, 30,
    ]
    private static let amounts: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

    private struct Family {
        let kind: String
        var series: [String: any PrometheusSeries] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, endingIn: "_total", "counter", dimensions) { PrometheusValue() }
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        series(label, endingIn: "_total", "counter", dimensions) { PrometheusValue() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, "gauge", dimensions) { PrometheusValue() }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return series(label, "gauge", dimensions) { PrometheusValue() } }
        return series(label, "histogram", dimensions) { PrometheusHistogram(bounds: Self.amounts, unit: 1) }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, endingIn: "_seconds", "histogram", dimensions) {
            PrometheusHistogram(bounds: Self.durations, unit: 1e-9)
        }
    }

    // A series lives as long as the process: a counter must not fall because whoever counted has gone.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All metrics, by their names.
    func text() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# TYPE \(name) \(family.kind)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name: name, labels: labels, to: &text)
            }
        }
        return text
    }

    private func series<Series: PrometheusSeries>(
        _ label: String,
        endingIn ending: String = "",
        _ kind: String,
        _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series {
        let name = Self.name(label.hasSuffix(ending) ? label : label + ending)
        let labels = dimensions.map { "\(Self.name($0))=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        return families.withLock { families in
            if let series = families[name]?.series[labels] as? Series { return series }
            let series = make()
            // A name has one kind: what comes as another is counted, but not shown.
            if families[name, default: Family(kind: kind)].kind == kind {
                families[name, default: Family(kind: kind)].series[labels] = series
            }
            return series
        }
    }

    private static func name(_ label: String) -> String {
        // Nearly all names are good as they are, and this is asked for on every request.
        if label.utf8.first.map(isDigit) != true, label.utf8.allSatisfy(isNamePart) { return label }
        let letters = label.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
            default: "_"
            }
        }
        return letters.first?.isNumber == true ? "_" + String(letters) : String(letters)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}

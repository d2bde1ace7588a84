import Foundation

/// What the figures were taken on.
enum Machine {
    /// Its processor, memory and system, and how busy it is.
    static var description: String {
        let processor = value(of: "model name", in: "/proc/cpuinfo") ?? "unknown processor"
        let memory = ProcessInfo.processInfo.physicalMemory / (1 << 30)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let load = text(of: "/proc/loadavg").split(separator: " ").first.map { ", load \($0)" } ?? ""
        return
            "\(cores) cores of \(processor), \(memory) GB, \(ProcessInfo.processInfo.operatingSystemVersionString)\(load)"
    }

    /// The memory this process holds, and the most it has held, in megabytes; 0 where the system does not say.
    static var memory: (now: Double, most: Double) {
        func megabytes(_ name: String) -> Double {
            Double(value(of: name, in: "/proc/self/status")?.filter(\.isNumber) ?? "").map { $0 / 1024 } ?? 0
        }
        return (megabytes("VmRSS"), megabytes("VmHWM"))
    }

    /// The time all threads of this process have spent on a processor.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// What follows the name of a line and a colon.
    private static func value(of name: String, in path: String) -> String? {
        let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }

    private static func text(of path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}

import Foundation

/// As many requests as can be answered, over so many connections: wrk.
struct FullLoad {
    /// What it came to.
    struct Result {
        /// Requests answered well in a second.
        var perSecond: Double
        /// How long half of them took.
        var median: Duration
    }

    var connections = 32
    var seconds = 8

    /// Requests answered well in a second.
    ///
    /// - Parameter script: What is asked, in Lua, as wrk has it; nil to get the URL.
    func requestsPerSecond(of url: String, script: URL? = nil) throws -> Double {
        try run(url, script: script).perSecond
    }

    func run(_ url: String, script: URL? = nil) throws -> Result {
        guard let wrk = Program.path(of: "wrk") else {
            throw Program.Failure(description: "wrk is not installed.")
        }
        let arguments =
            ["-t1", "-c\(connections)", "-d\(seconds)s", "--timeout", "30s", "--latency"]
            + (script.map { ["-s", $0.path] } ?? []) + [url]
        let output = try Program.output(of: wrk, arguments)
        guard let rate = output.firstMatch(of: /Requests\/sec:\s+([0-9.]+)/).flatMap({ Double($0.output.1) }),
            let half = output.firstMatch(of: /50%\s+([0-9.]+)(us|ms|s)/), let time = Double(half.output.1)
        else {
            throw Program.Failure(description: "wrk printed no rate:\n\(output)")
        }
        if let failed = output.firstMatch(of: /Non-2xx or 3xx responses: ([0-9]+)/) {
            throw Program.Failure(description: "\(failed.output.1) requests were not answered well:\n\(output)")
        }
        let unit: Duration =
            switch half.output.2 {
            case "us": .microseconds(1)
            case "ms": .milliseconds(1)
            default: .seconds(1)
            }
        return Result(perSecond: rate, median: unit * time)
    }

    /// A script that uses an action, in one call after the other.
    static func invoking(_ calls: [String], _ body: String, token: String) -> String {
        """
        local calls = { \(calls.map { "\"\($0)/invocations\"" }.joined(separator: ", ")) }
        local headers = { ["Authorization"] = "Bearer \(token)", ["Content-Type"] = "application/json" }
        local turn = 0
        request = function()
            turn = turn % #calls + 1
            return wrk.format("POST", calls[turn], headers, '\(body)')
        end
        """
    }
}

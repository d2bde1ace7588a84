import ArgumentParser
import CoreMetrics
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server.",
        discussion: """
            Settings come from the command line, from the environment (SWITCHBOARD_HTTP_PORT=9000) and from a file \
            (--config), in this order.

              switchboard serve --sandbox              try it, with a local org connected
              switchboard serve --check                see every setting, and where it comes from
              switchboard serve --data /var/lib/switchboard --port 9000
            """
    )

    @OptionGroup var options: DataOptions

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port: String?

    @Flag(help: "Run a sandbox org inside, and connect it.")
    var sandbox = false

    @Option(help: ArgumentHelp("Set anything else, such as log.level=debug.", valueName: "setting=value"))
    var set: [String] = []

    @Flag(help: "Explain every setting and say where its value comes from, instead of running.")
    var check = false

    func run() async throws {
        let settings = try await options.settings(try arguments())
        if check {
            Terminal.writeLine(settings.explanation)
            return
        }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let level = settings.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? .info
        let format = ServerLogHandler.Format(settings.text(.logFormat) ?? "", isTerminal: isatty(STDERR_FILENO) == 1)
        defer { LogQueue.flush() }
        LoggingSystem.bootstrap { ServerLogHandler(label: $0, format: format, level: level) }
        let logger = Logger(label: "switchboard")
        for remark in settings.remarks { logger.warning("\(remark)") }
        try await Server(settings, logger: logger, registry: registry).run()
    }

    private func arguments() throws -> [String: String] {
        var arguments: [String: String] = [:]
        for text in set {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Mistake("--set takes a setting and a value, as in log.level=debug.") }
            arguments[String(parts[0])] = String(parts[1])
        }
        if let host { arguments[Setting.httpHost.name] = host }
        if let port { arguments[Setting.httpPort.name] = port }
        if sandbox { arguments[Setting.sandbox.name] = "true" }
        return arguments
    }
}

extension ServerLogHandler.Format {
    fileprivate init(_ name: String, isTerminal: Bool) {
        self = Self(rawValue: name) ?? (isTerminal ? .text : .json)
    }
}

import Foundation
import JSON
import Logging

/// Writes a line of the log to standard error, as JSON for programs or as text for people, without what must not be in
/// one.
struct ServerLogHandler: LogHandler {
    enum Format: String, CaseIterable, Sendable {
        case json
        case text
    }

    let label: String
    let format: Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, format: Format, level: Logger.Level) {
        self.label = label
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = Date()
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let error = event.error { all["error"] = .string(String(describing: error)) }
        let (level, message) = (event.level, event.message.description)
        LogQueue.add { [self, all] in line(time, level, message, all) }
    }

    private func line(_ time: Date, _ level: Logger.Level, _ message: String, _ all: Logger.Metadata) -> String {
        let values = all.sorted { $0.key < $1.key }.map { ($0.key, Self.value($0.value, named: $0.key)) }
        let message = LogRedaction.clean(message)
        let time = time.ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        return switch format {
        case .json: json(time, level, message, values)
        case .text: text(time, level, message, values)
        }
    }

    private func json(
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ values: [(String, JSONValue)]
    ) -> String {
        var line: JSONObject = [
            "time": .string(time), "level": .string(level.rawValue), "logger": .string(label),
            "message": .string(message),
        ]
        for (name, value) in values { line[line[name] == nil ? name : "_" + name] = value }
        return JSONValue.object(line).serializedText()
    }

    private func text(
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ values: [(String, JSONValue)]
    ) -> String {
        let rest = values.map { name, value in
            if case .string(let text) = value, !text.contains(where: { $0.isWhitespace || $0 == "\"" }) {
                return " \(name)=\(text)"
            }
            return " \(name)=\(value.serializedText())"
        }
        let line = "\(time) \(level.rawValue.uppercased()) \(message)\(rest.joined())"
        // One event is one line, whoever's words are in it.
        return line.replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }

    private static func value(_ value: Logger.MetadataValue, named name: String) -> JSONValue {
        if LogRedaction.isSecret(name) { return "(redacted)" }
        switch value {
        case .string(let text): return .string(LogRedaction.clean(text))
        case .stringConvertible(let number as Int): return .number(JSONNumber(number))
        case .stringConvertible(let number as Double): return JSONNumber(number).map(JSONValue.number) ?? .null
        case .stringConvertible(let other): return .string(LogRedaction.clean(other.description))
        case .array(let values): return .array(values.map { Self.value($0, named: name) })
        case .dictionary(let values):
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                object[name] = Self.value(value, named: name)
            }
            return .object(object)
        }
    }
}

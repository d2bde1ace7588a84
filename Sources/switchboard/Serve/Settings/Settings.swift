import Actions
import Configuration
import Foundation
import SystemPackage
import Yams

/// What has been set, and where: the command line goes before the environment, and the environment before the file.
struct Settings: Sendable {
    enum Source: Sendable {
        case commandLine
        case environment(String)
        case file(String)
        case nobody
    }

    struct Value: Sendable {
        let text: String?
        let source: Source
    }

    private let values: [String: Value]
    /// What was set that has no meaning, in sentences.
    let remarks: [String]

    /// Reads what is set.
    ///
    /// - Parameters:
    ///   - file: a file in YAML; nil for none.
    ///   - arguments: what the command line sets, by the names of the settings.
    init(file: String?, environment: [String: String], arguments: [String: String]) async throws {
        for name in arguments.keys where !Setting.all.contains(where: { $0.name == name }) {
            throw Mistake(Self.unknown(name, on: "the command line"))
        }
        var sources: [(any ConfigProvider, @Sendable (Setting) -> Source)] = [
            (
                InMemoryProvider(
                    name: "command line",
                    values: Dictionary(
                        uniqueKeysWithValues: arguments.map {
                            (Self.key($0), ConfigValue(.string($1), isSecret: true))
                        }
                    )
                ), { _ in .commandLine }
            ),
            (
                EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: .all)
                    .prefixKeys(with: "switchboard"), { .environment($0.variable) }
            ),
        ]
        if let file {
            try Self.checkNames(in: file)
            do {
                let provider = try await FileProvider<YAMLSnapshot>(
                    parsingOptions: .init(secretsSpecifier: .all),
                    filePath: FilePath(file)
                )
                sources.append((provider, { _ in .file(file) }))
            } catch {
                throw Mistake("\(file) can't be read: \(error)")
            }
        }
        var values: [String: Value] = [:]
        for setting in Setting.all { values[setting.name] = try Self.value(of: setting, in: sources) }
        self.values = values
        remarks = Self.remarks(on: environment)
    }

    func text(_ setting: Setting) -> String? { values[setting.name]?.text }
    func source(_ setting: Setting) -> Source { values[setting.name]?.source ?? .nobody }
    func number(_ setting: Setting) -> Int { text(setting).flatMap { Int($0) } ?? 0 }
    func isTrue(_ setting: Setting) -> Bool { text(setting) == "true" }

    private static func value(
        of setting: Setting,
        in sources: [(any ConfigProvider, @Sendable (Setting) -> Source)]
    ) throws -> Value {
        for (provider, source) in sources {
            let found: String?
            do {
                found = try provider.value(forKey: key(setting.name), type: .string).value?.content.string
            } catch {
                throw Mistake("\(setting.name), set by \(source(setting)), can't be read.")
            }
            guard let found else { continue }
            // An empty variable is how one is taken out of an environment.
            if found.isEmpty, case .environment = source(setting) { continue }
            if let problem = setting.problem(with: found) {
                let shown = setting.isSecret ? "" : " to \(found)"
                throw Mistake("\(setting.name) is set\(shown) by \(source(setting)). \(problem)")
            }
            return Value(text: found, source: source(setting))
        }
        return Value(text: setting.standard, source: .nobody)
    }

    private static func key(_ name: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(name.split(separator: ".").map(String.init))
    }

    /// Refuses a file with names in it that mean nothing: a setting that was mistyped would silently not hold.
    private static func checkNames(in file: String) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Mistake("\(file) can't be read.")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw Mistake("\(file) is no YAML: \(error)")
        }
        guard let mapping = root?.mapping else { throw Mistake("\(file) holds no settings.") }
        try checkNames(in: mapping, below: "", of: file)
    }

    private static func checkNames(in mapping: Node.Mapping, below path: String, of file: String) throws {
        for (key, value) in mapping {
            let name = path + (key.string ?? "?")
            if Setting.all.contains(where: { $0.name == name }) { continue }
            guard let inner = value.mapping, Setting.all.contains(where: { $0.name.hasPrefix(name + ".") }) else {
                throw Mistake(unknown(name, on: "line \(key.mark?.line ?? 0) of \(file)"))
            }
            try checkNames(in: inner, below: name + ".", of: file)
        }
    }

    private static func unknown(_ name: String, on place: String) -> String {
        let near = Spelling.nearest(to: name, in: Setting.all.map(\.name)).map { " Did you mean \($0)?" } ?? ""
        return "There is no setting \(name), on \(place).\(near) `switchboard serve --check` shows all."
    }

    private static func remarks(on environment: [String: String]) -> [String] {
        let known = Setting.all.map(\.variable) + ["SWITCHBOARD_CONFIG"]
        return environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("SWITCHBOARD_"), !known.contains(name),
                let near = Spelling.nearest(to: name, in: known)
            else { return nil }
            return "The environment sets \(name), which means nothing. Did you mean \(near)?"
        }
    }
}

extension Settings.Source: CustomStringConvertible {
    var description: String {
        switch self {
        case .commandLine: "the command line"
        case .environment(let name): "\(name) in the environment"
        case .file(let path): path
        case .nobody: "nobody"
        }
    }
}

extension ConfigContent {
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}

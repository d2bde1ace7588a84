import Foundation
import Testing

@testable import switchboard

struct SettingsTests {
    @Test func `the command line goes before the environment, and that before the file`() async throws {
        let settings = try await settings(
            file: "http:\n  port: 1\n  host: file.test\nlog:\n  level: error\n",
            environment: ["SWITCHBOARD_HTTP_PORT": "2", "SWITCHBOARD_HTTP_HOST": "environment.test"],
            arguments: ["http.port": "3"]
        )
        #expect(settings.number(.httpPort) == 3)
        #expect(settings.text(.httpHost) == "environment.test")
        #expect(settings.text(.logLevel) == "error")
        #expect(settings.number(.shutdownSeconds) == 30)
    }

    @Test(arguments: [
        ("http:\n  prot: 1\n", "Did you mean http.port?"), ("http:\n  port: many\n", "It must be a number"),
        ("log:\n  level: loud\n", "It must be one of"), ("- a\n", "holds no settings"), ("a: [", "is no YAML"),
        ("sandbox:\n  enabled: maybe\n", "true or false"),
    ])
    func `a file with a mistake is refused`(file: String, reason: String) async throws {
        let error = await #expect(throws: Mistake.self) { try await settings(file: file) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("database.url", "mysql://a:hunter2@b/c", "must be a PostgreSQL address"),
        ("database.url", "switchboard.sqlite", "must be a PostgreSQL address"),
        ("http.public_url", "nonsense", "must be an address"),
        ("http.public_url", "ftp://a.test", "must be an address"),
        ("http.public_url", "https://", "must be an address"),
        ("http.public_url", "https://a.test:99999", "must be an address"),
        ("http.public_url", "https://a.test/switchboard", "without a path"),
        ("http.public_url", "https://a.test/", "without a path"),
    ])
    func `an address that can't be meant is refused`(name: String, value: String, reason: String) async throws {
        let error = await #expect(throws: Mistake.self) { try await settings(arguments: [name: value]) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("database.url", "postgres://a:b@c:5432/d?sslmode=require"), ("database.url", "postgresql:///d?host=/run/pg"),
        ("database.url", "host=/run/pg dbname=d"), ("http.public_url", "https://switchboard.example.com"),
        ("http.public_url", "http://127.0.0.1:8080"), ("http.public_url", "http://[::1]:8080"),
    ])
    func `an address that can be meant is taken`(name: String, value: String) async throws {
        let settings = try await settings(arguments: [name: value])
        #expect(Setting.all.first { $0.name == name }.flatMap { settings.text($0) } == value)
    }

    @Test func `a mistyped variable is remarked on, an empty one is none`() async throws {
        let settings = try await settings(environment: ["SWITCHBOARD_LOG_LEVLE": "x", "SWITCHBOARD_HTTP_HOST": ""])
        #expect(settings.remarks.count == 1)
        #expect(settings.remarks.first?.contains("SWITCHBOARD_LOG_LEVEL") == true)
        #expect(settings.text(.httpHost) == "127.0.0.1")
    }

    @Test func `the explanation has every setting and no secret`() async throws {
        let settings = try await settings(environment: ["SWITCHBOARD_DATABASE_URL": "postgres://a:hunter2@b/c"])
        for setting in Setting.all { #expect(settings.explanation.contains(setting.name)) }
        #expect(!settings.explanation.contains("hunter2"))
    }

    private func settings(
        file: String? = nil,
        environment: [String: String] = [:],
        arguments: [String: String] = [:]
    ) async throws -> Settings {
        guard let file else { return try await Settings(file: nil, environment: environment, arguments: arguments) }
        let path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID()).yaml").path()
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await Settings(file: path, environment: environment, arguments: arguments)
    }
}

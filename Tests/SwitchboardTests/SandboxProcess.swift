import Foundation
import FoundationNetworking
import JSON
import Testing

/// `switchboard sandbox`, running as a process of its own on a free port.
struct SandboxProcess {
    let address: String
    let token: String

    /// Starts a sandbox with further options, runs `body` with it, and stops it as a person would.
    static func running(_ options: String..., body: (SandboxProcess) async throws -> Void) async throws {
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = ["sandbox", "--port", "0"] + options
        process.standardInput = FileHandle.nullDevice
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let output = try OutputFile(folder.path("output"))
        process.standardOutput = try output.handle()
        let (ends, endContinuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            endContinuation.yield(process.terminationStatus)
            endContinuation.finish()
        }
        try process.run()
        do {
            // The whole line is awaited, so that the port is not cut off in the middle.
            let address = try await output.text(of: process, "where it listens") {
                $0.firstMatch(of: #/listens on (http://[0-9.]+:[0-9]+)\b.*\n/#).map { String($0.1) }
            }
            try await body(SandboxProcess(address: address, token: try await logIn(at: address)))
        } catch {
            process.terminate()
            throw error
        }
        process.terminate()
        let status = await ends.first { _ in true }
        #expect(status == 0, "A sandbox that is told to stop stops without complaint.")
    }

    /// Logs in as the sandbox tells people to.
    private static func logIn(at address: String) async throws -> String {
        let url = try #require(URL(string: address + "/services/oauth2/token"))
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.httpBody = Data(
            "grant_type=password&client_id=any&client_secret=any&username=admin@sandbox.test&password=sandbox".utf8
        )
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let (data, _) = try await URLSession(configuration: .ephemeral).data(for: request)
        return try #require(try JSONValue(parsing: Array(data))["access_token"]?.string)
    }

    /// The records a query finds.
    func records(_ soql: String) async throws -> [JSONValue] {
        var components = try #require(URLComponents(string: address + "/services/data/v59.0/query"))
        components.queryItems = [URLQueryItem(name: "q", value: soql)]
        var request = URLRequest(url: try #require(components.url))
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (data, _) = try await URLSession(configuration: .ephemeral).data(for: request)
        let answer = try JSONValue(parsing: Array(data))
        return try #require(answer["records"]?.array, "The org answered \(answer.serializedText())")
    }
}

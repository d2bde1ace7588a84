import Foundation
import JSON
import Testing

@testable import SandboxOrg

struct TLSTests {
    private static var configuration: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        configuration.tlsPort = 0
        return configuration
    }

    private static let logIn = [
        "grant_type": "password", "client_id": "any", "client_secret": "any", "username": "admin@sandbox.test",
        "password": "sandbox",
    ]

    @Test func `both ports serve the same org, and addresses follow the way the client came`() async throws {
        let path = try await withSandboxServer(Self.configuration) { sandbox -> String in
            let path = try #require(sandbox.certificatePath)
            var client = BrowserlessClient(sandbox)
            client.baseURL = try #require(sandbox.tlsURL)
            client.certificatePath = path
            let answer = try await client.post("/services/oauth2/token", Self.logIn)
            #expect(answer.status == 200)
            #expect(answer.json?["instance_url"]?.string == sandbox.tlsURL)
            let token = try #require(answer.json?["access_token"]?.string)
            let plain = BrowserlessClient(sandbox)
            let limits = try await plain.get(
                "/services/data/v59.0/limits",
                headers: ["Authorization": "Bearer \(token)"]
            )
            #expect(limits.status == 200)
            return path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `who does not trust the certificate does not get in`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            var client = BrowserlessClient(sandbox)
            client.baseURL = try #require(sandbox.tlsURL)
            await #expect(throws: (any Error).self) { try await client.get("/services/data") }
        }
    }

    @Test func `without a port there is no certificate`() async throws {
        var configuration = Self.configuration
        configuration.tlsPort = nil
        try await withSandboxServer(configuration) { sandbox in
            #expect(sandbox.tlsURL == nil)
            #expect(sandbox.certificatePath == nil)
        }
    }

    @Test func `a taken port is an error, not a wait`() async throws {
        try await withSandboxServer(Self.configuration) { sandbox in
            var second = Self.configuration
            second.tlsPort = sandbox.port
            await #expect(throws: (any Error).self) { try await withSandboxServer(second) { _ in } }
        }
    }
}

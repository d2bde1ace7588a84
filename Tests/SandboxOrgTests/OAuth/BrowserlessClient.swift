import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOSSL

@testable import SandboxOrg

/// A client of the OAuth endpoints that follows no redirects and keeps no cookies.
struct BrowserlessClient {
    struct Answer {
        var status: Int
        var headers: HTTPHeaders
        var text: String

        var json: JSONValue? { try? JSONValue(parsing: text) }
        var error: String? { json?["error"]?.string }
        var errorDescription: String? { json?["error_description"]?.string }

        func header(_ name: String) -> String? { headers.first(name: name) }

        /// The items of the query of the place a redirect leads to.
        var redirect: QueryItems? {
            header("Location").map { QueryItems($0.drop { $0 != "?" }.dropFirst()) }
        }
    }

    var baseURL: String
    /// The certificate to trust, where the base URL is one of TLS.
    var certificatePath: String?

    init(_ sandbox: RunningSandbox) {
        baseURL = sandbox.baseURL
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }

    /// Posts a form.
    func post(_ path: String, _ form: [String: String], headers: [String: String] = [:]) async throws -> Answer {
        let headers = headers.merging(["Content-Type": "application/x-www-form-urlencoded"]) { given, _ in given }
        return try await send("POST", path, body: Self.encoded(form), headers: headers)
    }

    func send(
        _ method: String,
        _ path: String,
        body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        if let certificatePath {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(certificatePath)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(configuration: configuration)
        do {
            var request = HTTPClientRequest(url: baseURL + path)
            request.method = HTTPMethod(rawValue: method)
            for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
            if let body { request.body = .bytes(ByteBuffer(string: body)) }
            let response = try await client.execute(request, timeout: .seconds(10))
            let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
            try await client.shutdown()
            return Answer(status: Int(response.status.code), headers: response.headers, text: text)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    static func encoded(_ form: [String: String]) -> String {
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")"
        }
        .joined(separator: "&")
    }
}

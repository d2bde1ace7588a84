import Foundation
import FoundationNetworking
import JSON

@testable import SandboxOrg

/// A client of a running sandbox org that knows nothing of Salesforce but its log-in header.
struct SandboxClient {
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue? { try? JSONValue(parsing: body) }

        /// The first error of the array that an error answer is.
        var error: JSONValue? { json?[0] }
    }

    private static let session = URLSession(configuration: .ephemeral)

    var baseURL: String
    var token: String?
    var scheme = "Bearer"

    init(_ sandbox: RunningSandbox) {
        baseURL = sandbox.baseURL
        token = sandbox.token
    }

    /// Asks a resource that takes a text: `query` or `search`.
    func get(_ resource: String, q text: String, headers: [String: String] = [:]) async throws -> Answer {
        var allowed = CharacterSet.urlQueryAllowed
        allowed.remove(charactersIn: "&+=;")
        let escaped = text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return try await send("GET", "\(resource)?q=\(escaped)", headers: headers)
    }

    func send(
        _ method: String,
        _ target: String,
        _ body: String? = nil,
        data bodyData: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let path = target.hasPrefix("/") ? target : "/services/data/v59.0/" + target
        guard let url = URL(string: baseURL + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let body = bodyData ?? body.map({ Data($0.utf8) }) {
            request.httpBody = body
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let token { request.setValue("\(scheme) \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await Self.session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers[String(describing: name).lowercased()] = String(describing: value)
        }
        return Answer(status: response.statusCode, headers: headers, body: Array(data))
    }
}

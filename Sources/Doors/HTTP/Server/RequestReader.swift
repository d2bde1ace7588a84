package import HTTPTypes
package import Hummingbird
import JSON
import NIOCore
import Workspace

/// Reads a request as its endpoint takes it, or says what is wrong with it.
struct RequestReader {
    let request: Request
    let context: DoorContext
    let sender: RequestSender
    /// The longest body, in bytes.
    let maximumBodyLength: Int

    // MARK: Query, path and body

    // Swift 6.3.1 crashes while it optimises an async caller that this is inlined into.
    @inline(never)
    func checked(for endpoint: Endpoint, requester: Requester) async throws -> APIRequest {
        let (body, text) = try await body(of: endpoint)
        return APIRequest(
            requester: requester,
            path: try path(of: endpoint),
            query: try query(of: endpoint),
            body: body,
            text: text,
            headers: request.headers,
            id: context.requestID,
            origin: sender.origin,
            address: sender.address,
            device: sender.device,
            session: sender.session
        )
    }

    private func path(of endpoint: Endpoint) throws(ProblemDetails) -> [String: String] {
        var values: [String: String] = [:]
        for name in endpoint.pathParameters {
            guard let raw = context.parameters.get(name), let value = PercentDecoding.decode(raw, plusIsSpace: false),
                !value.isEmpty, !value.contains("\0")
            else {
                throw ProblemDetails(.badRequest, "invalid_path", "The path is not valid percent-encoded UTF-8.")
            }
            values[name] = value
        }
        return values
    }

    private func query(of endpoint: Endpoint) throws(ProblemDetails) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        var faults: [ProblemDetails.Fault] = []
        for part in (request.uri.query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(String(pair[0]), plusIsSpace: true),
                let text = PercentDecoding.decode(pair.count == 2 ? String(pair[1]) : "", plusIsSpace: true)
            else {
                throw ProblemDetails(.badRequest, "invalid_query", "The query is not valid percent-encoded UTF-8.")
            }
            guard let item = endpoint.query.first(where: { $0.name == name }) else {
                let known = endpoint.query.map(\.name).joined(separator: ", ")
                let remedy = known.isEmpty ? "Nothing is expected in the query." : "Known: \(known)."
                faults.append(.init(place: String(name.prefix(100)), detail: "There is no such parameter. \(remedy)"))
                continue
            }
            guard values[name] == nil else {
                faults.append(.init(place: name, detail: "This stands twice."))
                continue
            }
            if let value = item.schema.value(of: text) {
                values[name] = value
            } else {
                let detail = item.schema.faults(in: .string(text)).first?.detail ?? "This is not valid."
                faults.append(.init(place: name, detail: detail))
            }
        }
        guard faults.isEmpty else {
            throw ProblemDetails(
                .badRequest,
                "invalid_query",
                "Something in the query is wrong: \(faults[0].place): \(faults[0].detail)",
                faults: Array(faults.prefix(20))
            )
        }
        return values
    }

    private func body(of endpoint: Endpoint) async throws -> (JSONObject, String) {
        guard let expected = endpoint.body else {
            // What nobody reads may still not be long.
            _ = try await request.collectedBody(upTo: maximumBodyLength)
            return (JSONObject(), "")
        }
        let bytes = try await request.collectedBody(upTo: maximumBodyLength)
        if bytes.isEmpty, expected.isOptional { return (JSONObject(), "") }
        try checkContentType(expected)
        if expected.isYAML {
            guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty, !text.contains("\0") else {
                throw ProblemDetails(.badRequest, "invalid_yaml", "The body must be YAML in UTF-8, and not empty.")
            }
            return (JSONObject(), text)
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw ProblemDetails(
                .badRequest,
                "invalid_json",
                bytes.isEmpty
                    ? "The body is empty. Send JSON."
                    : "The body is not JSON: \(error.line):\(error.column) \(error.message)."
            )
        }
        let faults = expected.schema.faults(in: value)
        guard faults.isEmpty, let object = value.object else {
            throw ProblemDetails(
                .unprocessableContent,
                "invalid_body",
                "Something in the body is wrong: \(faults.first.map { "\($0.place) \($0.detail)" } ?? "It must be an object.")",
                faults: faults
            )
        }
        return (object, "")
    }

    private func checkContentType(_ expected: Endpoint.Body) throws(ProblemDetails) {
        let type = (request.headers[.contentType] ?? "").split(separator: ";", omittingEmptySubsequences: false)[0]
            .lowercased().filter { $0 != " " }
        let accepted =
            expected.isYAML
            ? ["application/yaml", "application/x-yaml", "text/yaml", "text/plain"] : ["application/json"]
        guard accepted.contains(type), request.headers[.contentEncoding] ?? "identity" == "identity" else {
            throw ProblemDetails(
                .unsupportedMediaType,
                "unsupported_media_type",
                "Send the body as \(expected.contentType), not compressed: Content-Type: \(expected.contentType)",
                headers: [.accept: expected.contentType]
            )
        }
    }
}

extension Request {
    /// The bytes of the body; an error that says so when there are too many, or they break off.
    ///
    /// - Parameter maximumLength: In bytes.
    package func collectedBody(upTo maximumLength: Int) async throws -> [UInt8] {
        try await collectedBody(upTo: maximumLength) { (_: Int) throws(ProblemDetails) in }
    }

    /// - Parameter check: Is told how many bytes there will be with each part that comes, before they are kept.
    func collectedBody(
        upTo maximumLength: Int,
        _ check: (Int) throws(ProblemDetails) -> Void
    ) async throws -> [UInt8] {
        let tooLong = ProblemDetails(
            .contentTooLarge,
            "body_too_long",
            "The body is too long: at most \(maximumLength) bytes are read."
        )
        if let length = headers[.contentLength].flatMap(Int.init), length > maximumLength { throw tooLong }
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                let length = bytes.count + part.readableBytes
                guard length <= maximumLength else { throw tooLong }
                try check(length)
                bytes.append(contentsOf: part.readableBytesView)
            }
            return bytes
        } catch let problem as ProblemDetails {
            throw problem
        } catch is BodyTooSlow {
            throw ProblemDetails(
                .requestTimeout,
                "body_too_slow",
                "The body took too long to come.",
                headers: [.connection: "close"]
            )
        } catch {
            // What came was no HTTP, or nobody is there any more.
            throw ProblemDetails(.badRequest, "body_unreadable", "The body could not be read to its end.")
        }
    }
}

package enum PercentDecoding {
    /// The text that percent-encoded UTF-8 stands for; nil when it is none.
    package static func decode(_ text: String, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .server
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .server
    package static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .server
    package static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server
    static let idempotentReplay = HTTPField.Name("Idempotent-Replayed") ?? .server
}

extension HTTPResponse.Status {
    /// What the request needs of another server did not work; this one is well.
    static let failedDependency = HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency")
}

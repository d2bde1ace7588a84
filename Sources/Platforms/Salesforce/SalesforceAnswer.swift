import Actions
import JSON

/// Tells a Salesforce answer that carries a result from one that carries an error.
struct SalesforceAnswer {
    var status: Int
    /// The value of the `Content-Type` header.
    var contentType: String?
    /// The value of the `Sforce-Limit-Info` header.
    var limitInfo: String?
    var body: [UInt8]

    /// The result, or the error, of a request that got this answer.
    func response(to method: CRMRequest.Method) throws(CRMError) -> CRMResponse {
        guard (200..<300).contains(status) else { throw failure(of: method) }
        let usage = limitInfo.flatMap(APIUsage.init(limitInfo:))
        guard status != 204, !body.isEmpty else { return CRMResponse(status: status, body: .empty, usage: usage) }
        guard isJSON else { return CRMResponse(status: status, body: try rawBody(of: method), usage: usage) }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: body)
        } catch {
            throw CRMError(
                .unreadable,
                mayHaveBeenWritten: method.isWrite,
                status: status,
                detail: "The answer is not JSON: \(error)"
            )
        }
        let errors = SalesforceErrors(json, isFailure: false)
        if let primary = errors.primary {
            throw error(primary, isPartlyWritten: method.isWrite && errors.somethingSucceeded)
        }
        return CRMResponse(status: status, body: .json(json), usage: usage)
    }

    private var isJSON: Bool {
        guard let contentType else { return body.first.map { "{[".utf8.contains($0) } ?? false }
        return contentType.lowercased().hasPrefix("application/json")
    }

    /// A body that is not JSON: the content of a file or a note, or else a page put up in place of the service.
    private func rawBody(of method: CRMRequest.Method) throws(CRMError) -> CRMResponse.Body {
        guard !isWebPage else {
            throw CRMError(
                .unavailable,
                mayHaveBeenWritten: method.isWrite,
                status: status,
                detail: "A web page came instead of an answer."
            )
        }
        guard !method.isWrite else {
            throw CRMError(.unreadable, mayHaveBeenWritten: true, status: status, detail: "The answer is not JSON.")
        }
        // The type says little: Salesforce streams the text of a note as it streams any file.
        let isBinary = body.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        if !isBinary, let text = String(validating: body, as: UTF8.self) { return .text(text) }
        return .bytes(body)
    }

    /// Whether the body is a whole HTML document. A note is only a fragment of one.
    private var isWebPage: Bool {
        let start = String(decoding: body.prefix(512), as: UTF8.self)
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(9).lowercased()
        return start.hasPrefix("<!doctype") || start.hasPrefix("<html")
    }

    private func failure(of method: CRMRequest.Method) -> CRMError {
        guard let json = try? JSONValue(parsing: body) else { return failureWithoutReason(of: method) }
        if let primary = SalesforceErrors(json, isFailure: true).primary {
            return error(primary, isPartlyWritten: false)
        }
        guard status == 300, let addresses = json.array else { return failureWithoutReason(of: method) }
        var error = CRMError(.ambiguous, status: status)
        error.matches = addresses.compactMap { address in
            let segments = address.string?.split(separator: "/") ?? []
            guard segments.count > 1, let id = segments.last else { return nil }
            return .init(object: String(segments[segments.count - 2]), id: String(id))
        }
        return error
    }

    /// The error when nothing but the status tells. A gateway's 500, 502 or 504 leaves open what became of a write;
    /// 503 and every refusal mean that the request was not taken up.
    private func failureWithoutReason(of method: CRMRequest.Method) -> CRMError {
        let rule = SalesforceErrorRule.rule(code: nil, status: status)
        let isUnclear = status == 408 || (status >= 500 && status != 503)
        return CRMError(
            rule.kind,
            say: rule.sentence(fields: [], message: nil),
            mayHaveBeenWritten: method.isWrite && isUnclear,
            status: status,
            detail: isWebPage
                ? "A web page came instead of an answer." : String(decoding: body.prefix(500), as: UTF8.self)
        )
    }

    private func error(_ error: SalesforceError, isPartlyWritten: Bool) -> CRMError {
        let rule = SalesforceErrorRule.rule(code: error.code, status: status)
        let sentence = rule.sentence(fields: error.fields, message: error.message)
        return CRMError(
            rule.kind,
            say: isPartlyWritten ? "Only part of that was saved: \(sentence)" : sentence,
            mayHaveBeenWritten: isPartlyWritten,
            errorCode: error.code.map { SpokenText.cleaned($0, limit: 80) },
            fields: error.fields.map { SpokenText.cleaned($0, limit: 80) },
            matches: error.matches,
            status: status,
            detail: error.message
        )
    }
}

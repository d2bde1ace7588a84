import JSON

extension RestResponse {
    /// The body as a composite answer contains it.
    var compositeBody: JSONValue {
        switch body {
        case .empty: .null
        case .json(let value): value.htmlEscaped
        case .bytes(let bytes, _): .string(String(decoding: bytes, as: UTF8.self))
        }
    }
}

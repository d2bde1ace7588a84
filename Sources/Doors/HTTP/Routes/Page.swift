import Foundation
import HTTPTypes
package import JSON

/// Which part of a list is wanted.
package struct PageRequest: Sendable {
    package static let items: [Endpoint.QueryItem] = [
        .init("limit", .integer(1...200), "How many at most; 50 when it is left out.", example: 50),
        .init("cursor", .text(upTo: 500), "The `next` of the page before."),
    ]

    package var limit: Int
    /// Where the page before ended; nil for the first page.
    package var position: String?

    package init(_ request: APIRequest) throws(ProblemDetails) {
        limit = request.query["limit"]?.integer ?? 50
        guard let cursor = request.query["cursor"]?.string else { return }
        guard let data = Data(base64URL: cursor), let position = String(data: data, encoding: .utf8), !position.isEmpty
        else {
            throw Self.unknownCursor
        }
        self.position = position
    }

    package static let unknownCursor = ProblemDetails(
        .unprocessableContent,
        "invalid_cursor",
        "This cursor is none of ours. Leave it out to start from the beginning.",
        faults: [.init(place: "cursor", detail: "This must be the `next` of the page before.")]
    )

    /// A page of a list that is at hand as a whole, in a steady order. `key` names the place of an element.
    package func page<Element>(
        of elements: [Element],
        by key: (Element) -> String,
        _ json: (Element) -> JSONValue
    ) -> JSONValue {
        var rest = elements[...]
        if let position { rest = rest.drop { key($0) != position }.dropFirst() }
        let shown = rest.prefix(limit)
        return Self.page(shown.map(json), next: rest.count > limit ? shown.last.map(key) : nil)
    }

    /// A page as the API answers it.
    package static func page(_ items: [JSONValue], next: String?) -> JSONValue {
        var page: JSONObject = ["items": .array(items)]
        if let next { page["next"] = .string(Data(next.utf8).base64URL) }
        return .object(page)
    }
}

extension Data {
    fileprivate init?(base64URL text: String) {
        let plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }

    fileprivate var base64URL: String {
        String(base64EncodedString().filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}

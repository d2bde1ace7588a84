package import JSON

/// One request to a CRM, complete but for the host and the credentials.
///
/// Everything is kept decoded; encoding happens once, in ``target`` and ``JSON/JSONValue/serialized()``. A value that
/// came from a model or a caller can therefore never change the shape of the request.
package struct CRMRequest: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether a request of this kind changes records.
        package var isWrite: Bool { self != .get }
    }

    package struct QueryItem: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var method: Method
    /// The segments of the path, decoded. The last one is empty when the path ends with a slash.
    package var segments: [String]
    package var query: [QueryItem]
    package var body: JSONValue?

    package init(_ method: Method, segments: [String], query: [QueryItem] = [], body: JSONValue? = nil) {
        self.method = method
        self.segments = segments
        self.query = query
        self.body = body
    }

    /// The path for people, decoded: `/services/data/v59.0/sobjects/Contact/003…`.
    package var path: String { "/" + segments.joined(separator: "/") }

    /// The path and query as they stand in the request line.
    package var target: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for segment in segments {
            bytes.append(UInt8(ascii: "/"))
            PercentCoding.encode(segment, into: &bytes)
        }
        for (index, item) in query.enumerated() {
            bytes.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            PercentCoding.encode(item.name, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentCoding.encode(item.value, into: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The length of ``target`` in bytes, without making it.
    var targetLength: Int {
        let path = segments.reduce(0) { $0 + 1 + PercentCoding.encodedLength(of: $1) }
        return query.reduce(path) {
            $0 + 2 + PercentCoding.encodedLength(of: $1.name) + PercentCoding.encodedLength(of: $1.value)
        }
    }

    /// The request for a reader: `{"method", "path", "query", "body"}`, decoded, with only the members it has.
    package var json: JSONValue {
        var object: JSONObject = ["method": .string(method.rawValue), "path": .string(path)]
        if !query.isEmpty {
            var items = JSONObject()
            for item in query { items[item.name] = .string(item.value) }
            object["query"] = .object(items)
        }
        object["body"] = body
        return .object(object)
    }
}

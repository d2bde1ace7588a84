import SOQL

/// Takes an endpoint apart as its author typed it: URL-encoded, absolute or relative, over several lines.
struct EndpointReader {
    /// The kind of resource, where the meaning of `q` depends on it.
    enum Resource {
        case query, search, other
    }

    struct Item {
        var name: String
        var value: PercentCoding.Decoded
        /// Where the encoded value starts in the endpoint.
        var start: Int
        var endpoint: String

        /// The place in the endpoint of a place in the decoded value.
        func origin(of position: SourcePosition) -> SourcePosition {
            let offset = start + value.origins[min(position.offset, value.origins.count - 1)]
            return SourcePosition(offset: offset, in: endpoint)
        }
    }

    let segments: [TextTemplate]
    let query: [Item]
    let resource: Resource

    init(_ endpoint: String, root: [String]) throws(TemplateError) {
        let text = endpoint
        if let scheme = text.firstRange(of: "://") ?? (text.hasPrefix("//") ? text.startIndex..<text.startIndex : nil) {
            throw Self.outside(text, at: scheme.lowerBound)
        }
        if let fragment = text.firstIndex(where: { $0 == "#" || $0 == "\\" }),
            text[..<fragment].firstIndex(of: "?") == nil
        {
            throw TemplateError(
                .endpoint,
                "`\(text[fragment])` can't stand in a path. Encode it, or leave it out.",
                at: SourcePosition(of: fragment, in: text)
            )
        }
        let queryStart = text.firstIndex(of: "?")
        let path = text[..<(queryStart ?? text.endIndex)]
        segments = try Self.segments(of: path, root: root, in: text)
        resource = try Self.resource(of: segments)
        query =
            try queryStart.map { start throws(TemplateError) in
                try Self.items(of: text[text.index(after: start)...], in: text)
            } ?? []
        if resource != .other, !query.contains(where: { $0.name == "q" }) {
            throw TemplateError(.endpoint, "This endpoint needs a `q`: …/query/?q=SELECT+Id+FROM+Contact.")
        }
    }

    private static func segments(
        of path: Substring,
        root: [String],
        in endpoint: String
    ) throws(TemplateError) -> [TextTemplate] {
        let isAbsolute = path.hasPrefix("/")
        var texts: [String] = isAbsolute ? [] : root
        let parts = path.drop { $0 == "/" }.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            guard let decoded = PercentCoding.decode(part.trimmingWhitespace, plusIsSpace: false)?.text else {
                throw TemplateError(.endpoint, "The percent escapes of this path are not UTF-8.", excerpt: String(part))
            }
            let isTrailingSlash = part.isEmpty && index == parts.count - 1
            if decoded == "." || decoded == ".." || decoded.contains("/") || decoded.contains("\\") {
                throw outside(endpoint, at: part.startIndex)
            }
            if decoded.isEmpty, !isTrailingSlash {
                throw TemplateError(
                    .endpoint,
                    "The path has an empty segment. Remove one of the slashes.",
                    at: SourcePosition(of: part.startIndex, in: endpoint)
                )
            }
            texts.append(decoded)
        }
        guard texts.count > 2, texts[0] == "services", texts[1] == "data" || texts[1] == "apexrest" else {
            throw TemplateError(
                .endpoint,
                "The endpoint must be below /services/data/ or /services/apexrest/ of the connected org, such as "
                    + "/services/data/v59.0/sobjects/Contact/.",
                at: .start
            )
        }
        var segments: [TextTemplate] = []
        for text in texts { segments.append(try TextTemplate(text, in: .endpoint)) }
        return segments
    }

    /// What `q` means there. Queries can also be asked below other resources: `tooling/query`.
    private static func resource(of segments: [TextTemplate]) throws(TemplateError) -> Resource {
        var resource = Resource.other
        let fixed = segments[1].constant == "data" ? 4 : 3
        for (index, segment) in segments.enumerated() {
            guard let name = segment.constant?.lowercased() else {
                // The version, the resource and what decides how `q` is read are the author's, never a value's.
                guard index >= fixed, resource == .other else {
                    throw TemplateError(
                        .endpoint,
                        "\(segment.text) can't stand there: the resource is written out. Placeholders stand for records.",
                        excerpt: segment.text
                    )
                }
                continue
            }
            switch name {
            case "query", "queryall": resource = .query
            case "search": resource = .search
            case "composite":
                throw TemplateError(
                    .endpoint,
                    "Requests inside a composite request can't be checked. Write them one by one, with `then`.",
                    excerpt: segment.text
                )
            default: break
            }
        }
        return resource
    }

    private static func items(of query: Substring, in endpoint: String) throws(TemplateError) -> [Item] {
        var items: [Item] = []
        for pair in query.split(separator: "&") {
            let separator = pair.firstIndex(of: "=") ?? pair.endIndex
            let encoded = separator == pair.endIndex ? pair[separator...] : pair[pair.index(after: separator)...]
            guard let name = PercentCoding.decode(pair[..<separator], plusIsSpace: true)?.text,
                let value = PercentCoding.decode(encoded, plusIsSpace: true)
            else {
                throw TemplateError(
                    .endpoint,
                    "The percent escapes of this query are not UTF-8.",
                    excerpt: String(pair)
                )
            }
            // The org would take it for the method of the request, whatever this server has read back to the caller.
            guard name.lowercased() != "_httpmethod" else {
                throw TemplateError(
                    .endpoint,
                    "`\(name)` can't stand in the query. Say the method itself: PATCH, DELETE.",
                    at: SourcePosition(of: pair.startIndex, in: endpoint)
                )
            }
            items.append(
                Item(
                    name: name,
                    value: value,
                    start: endpoint.utf8.distance(from: endpoint.startIndex, to: encoded.startIndex),
                    endpoint: endpoint
                )
            )
        }
        return items
    }

    private static func outside(_ endpoint: String, at index: String.Index) -> TemplateError {
        TemplateError(
            .endpoint,
            "The endpoint must stay inside the connected org: a path that starts with /services/data/, without a host, "
                + "`//`, `.` or `..`.",
            at: SourcePosition(of: index, in: endpoint)
        )
    }
}

extension SourcePosition {
    init(of index: String.Index, in text: String) {
        self.init(offset: text.utf8.distance(from: text.startIndex, to: index), in: text)
    }

    init(offset: Int, in text: String) {
        let before = Array(text.utf8.prefix(offset))
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(
            offset: offset,
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
        )
    }
}

extension StringProtocol {
    var trimmingWhitespace: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

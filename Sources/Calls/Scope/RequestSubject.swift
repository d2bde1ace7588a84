import Actions

/// What a request is about, for those kinds of request of which it is known what they reach.
enum RequestSubject: Hashable, Sendable {
    /// Everything a query finds.
    case query(String)
    /// Everything a search finds.
    case search(String)
    /// One record, or one part of it that has an address of its own.
    case record(object: String, id: String, part: String?)
    case newRecord(object: String)

    init(of request: CRMRequest) throws(LimitRefusal) {
        var path = request.segments
        if path.last == "" { path.removeLast() }
        let resource = path.count > 3 ? path[3].lowercased() : ""
        guard path.count > 3, path[0].lowercased() == "services", path[1].lowercased() == "data" else {
            throw .unlimitable(request.kind)
        }
        switch (request.method, resource, path.count) {
        case (.get, "query", 4), (.get, "queryall", 4), (.get, "search", 4):
            guard request.query.count == 1, request.query[0].name == "q" else {
                throw .unlimitable("a query with other parameters than q")
            }
            self = resource == "search" ? .search(request.query[0].value) : .query(request.query[0].value)
        case (.post, "sobjects", 5) where request.query.isEmpty:
            self = .newRecord(object: path[4])
        case (.get, "sobjects", 6), (.patch, "sobjects", 6), (.delete, "sobjects", 6):
            guard path[5].isRecordID, request.query.isEmpty || request.asksForFieldsOnly else {
                throw .unlimitable(request.kind)
            }
            self = .record(object: path[4], id: path[5], part: nil)
        case (.get, "sobjects", 7) where Self.parts.contains("\(path[4])/\(path[6])".lowercased()):
            guard path[5].isRecordID, request.query.isEmpty else {
                throw .unlimitable(request.kind)
            }
            self = .record(object: path[4], id: path[5], part: path[6])
        default: throw .unlimitable(request.kind)
        }
    }

    /// The parts that are the content of a field.
    private static let parts: Set<String> = ["contentnote/content", "contentversion/versiondata", "attachment/body"]
}

extension CRMRequest {
    /// Where it goes, without the records it names.
    fileprivate var kind: String {
        "a \(method.rawValue) request to \(segments.dropFirst(3).prefix(2).joined(separator: "/"))"
    }

    fileprivate var asksForFieldsOnly: Bool { method == .get && query.count == 1 && query[0].name == "fields" }
}

extension String {
    /// Whether it is the id of a record, rather than a long word: ids are counted up in digits.
    var isRecordID: Bool { RecordID.isWellFormed(self) && contains { $0.isNumber } }
}

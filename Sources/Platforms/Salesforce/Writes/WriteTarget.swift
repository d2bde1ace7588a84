package import Actions
package import JSON

/// What a request that changes one record is about.
package enum WriteTarget: Hashable, Sendable {
    case creation(object: String)
    /// A record by its id.
    case update(object: String, id: String)
    /// A record by the value of an external id; made where there is none.
    case upsert(object: String, field: String, value: String)
    case deletion(object: String, id: String)

    /// Nil for a request that is none of these, such as several requests in one.
    package init?(of request: CRMRequest) {
        let path = request.segments
        guard path.count >= 5, path[0] == "services", path[1] == "data", path[3].lowercased() == "sobjects",
            !path[4].isEmpty
        else { return nil }
        let rest = path.dropFirst(5).filter { !$0.isEmpty }
        switch (request.method, rest.count) {
        case (.post, 0): self = .creation(object: path[4])
        case (.patch, 1): self = .update(object: path[4], id: rest[0])
        case (.patch, 2): self = .upsert(object: path[4], field: rest[0], value: rest[1])
        case (.delete, 1): self = .deletion(object: path[4], id: rest[0])
        default: return nil
        }
    }

    package var object: String {
        switch self {
        case .creation(let object), .update(let object, _), .upsert(let object, _, _), .deletion(let object, _): object
        }
    }
}

/// What became of a write whose answer was lost.
package enum WriteFate: Hashable, Sendable {
    /// It took place; this is what its answer must have said.
    case done(JSONValue)
    /// The org shows no trace of it.
    case absent
    /// Nobody can tell any more. The sentence says why.
    case unknowable(String)
}

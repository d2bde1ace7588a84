import JSON

extension JSONValue {
    /// The array of a member that a body has to have.
    func list(_ name: String) throws(SalesforceError) -> [JSONValue] {
        guard let value = self[name] else {
            throw .unreadable("object", token: FieldReader.token(of: self), at: (1, 1))
        }
        guard let list = value.array else {
            throw .unreadable("array", token: FieldReader.token(of: value), at: (1, 1))
        }
        return list
    }

    /// The boolean of a member, false where there is none.
    func flag(_ name: String) throws(SalesforceError) -> Bool {
        switch self[name] ?? false {
        case .boolean(let flag): return flag
        case .null: return false
        case .string(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
        case let other: throw .unreadable("boolean", token: FieldReader.token(of: other), at: (1, 1))
        }
    }
}

extension SalesforceError {
    static func badRequest(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "BAD_REQUEST", message: message)
    }

    static func limitExceeded(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "LIMIT_EXCEEDED", message: message)
    }
}

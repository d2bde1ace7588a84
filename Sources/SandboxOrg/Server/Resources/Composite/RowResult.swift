import JSON

/// What became of one record of many.
enum RowResult: Sendable {
    /// `isNew` is nil where nobody can doubt it.
    case saved(id: String, isNew: Bool?)
    case failed(SalesforceError)

    static let rolledBack = RowResult.failed(
        SalesforceError(
            status: 400,
            code: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            message: "Record rolled back because not all records were valid and the request was using AllOrNone header"
        )
    )

    var isFailure: Bool {
        if case .failed = self { true } else { false }
    }

    var json: JSONValue {
        switch self {
        case .saved(let id, let isNew):
            var result: JSONObject = ["id": .string(id), "success": true, "errors": []]
            if let isNew { result["created"] = .boolean(isNew) }
            return .object(result)
        case .failed(let error): return ["success": false, "errors": [error.rowJSON]]
        }
    }
}

extension SalesforceError {
    /// The error as results of single records give it, where its code is called `statusCode`.
    var rowJSON: JSONValue {
        var object: JSONObject = [
            "statusCode": .string(code), "message": .string(message),
            "fields": .array((fields ?? []).map(JSONValue.string)),
        ]
        for member in details { object[member.key] = member.value }
        return .object(object)
    }
}

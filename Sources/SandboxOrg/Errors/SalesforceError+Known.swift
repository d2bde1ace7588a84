extension SalesforceError {
    static let notFound = SalesforceError(
        status: 404,
        code: "NOT_FOUND",
        message: "The requested resource does not exist"
    )

    static let entityIsDeleted = SalesforceError(
        status: 404,
        code: "ENTITY_IS_DELETED",
        message: "entity is deleted",
        fields: []
    )

    static let invalidSession = SalesforceError(
        status: 401,
        code: "INVALID_SESSION_ID",
        message: "Session expired or invalid"
    )

    static let requestLimitExceeded = SalesforceError(
        status: 403,
        code: "REQUEST_LIMIT_EXCEEDED",
        message: "TotalRequests Limit exceeded."
    )

    static let invalidCrossReference = SalesforceError(
        status: 400,
        code: "INVALID_CROSS_REFERENCE_KEY",
        message: "invalid cross reference id",
        fields: []
    )

    /// Deleting a record that there never was says the same as referring to it, with the status of a missing resource.
    static let nothingToDelete = SalesforceError(
        status: 404,
        code: invalidCrossReference.code,
        message: invalidCrossReference.message,
        fields: []
    )

    static let bodyTooLarge = SalesforceError(
        status: 413,
        code: "REQUEST_TOO_LARGE",
        message: "Request body is too large"
    )

    /// A body that is not what its `Content-Encoding` says.
    static let unreadableBody = SalesforceError(
        status: 400,
        code: "BAD_REQUEST",
        message: "The body of the request can't be read as its Content-Encoding says"
    )

    static func noExternalId(_ name: String) -> SalesforceError {
        SalesforceError(
            status: 404,
            code: "NOT_FOUND",
            message: "Provided external ID field does not exist or is not accessible: \(name)"
        )
    }

    static func methodNotAllowed(_ method: String, allowed: [String]) -> SalesforceError {
        SalesforceError(
            status: 405,
            code: "METHOD_NOT_ALLOWED",
            message: "HTTP Method '\(method)' not allowed. Allowed are \(allowed.joined(separator: ","))"
        )
    }

    static func invalidField(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "INVALID_FIELD", message: message)
    }

    static func requiredFieldsMissing(_ names: [String]) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [\(names.joined(separator: ", "))]",
            fields: names
        )
    }

    static func notWritable(_ names: [String]) -> SalesforceError {
        let list = names.joined(separator: ", ")
        return SalesforceError(
            status: 400,
            code: "INVALID_FIELD_FOR_INSERT_UPDATE",
            message: "Unable to create/update fields: \(list). Please check the security settings of this field and "
                + "verify that it is read/write for your profile or permission set.",
            fields: names
        )
    }

    static func idOfWrongType(_ id: String, field: FieldDefinition) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "FIELD_INTEGRITY_EXCEPTION",
            message: "\(field.label): id value of incorrect type: \(id)",
            fields: [field.name]
        )
    }

    static func fieldIntegrity(_ message: String, fields: [String]) -> SalesforceError {
        SalesforceError(status: 400, code: "FIELD_INTEGRITY_EXCEPTION", message: message, fields: fields)
    }

    /// A value of the request's body that is not of the kind its field needs; lines and columns are counted from 1.
    static func unreadable(_ kind: String, token: String, at place: (line: Int, column: Int)) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "JSON_PARSER_ERROR",
            message: "Cannot deserialize instance of \(kind) from \(token) or request may be missing a required field "
                + "at [line:\(place.line), column:\(place.column)]"
        )
    }

    static func notCreateable(_ object: String) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            message: "entity type cannot be inserted: \(object)",
            fields: []
        )
    }

    static func notUpdateable(_ object: String) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            message: "entity type cannot be updated: \(object)",
            fields: []
        )
    }

    static func notDeletable(_ object: String) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            message: "entity type cannot be deleted: \(object)",
            fields: []
        )
    }

    /// Any failure as the API reports it: what is not Salesforce's own error is the sandbox's fault.
    init(_ error: any Error) {
        self =
            error as? SalesforceError
            ?? SalesforceError(
                status: 500,
                code: "UNKNOWN_EXCEPTION",
                message: "An unexpected error occurred. Please include this ErrorId if you contact support: \(error)"
            )
    }
}

import SOQL

/// Why a query cannot be run, and where in its text.
struct QueryFault: Error {
    enum Code: String {
        case malformedQuery = "MALFORMED_QUERY"
        case malformedSearch = "MALFORMED_SEARCH"
        case invalidSearch = "INVALID_SEARCH"
        case invalidField = "INVALID_FIELD"
        case invalidType = "INVALID_TYPE"
        case unsupportedType = "INVALID_TYPE_FOR_OPERATION"
        case invalidFilterOperator = "INVALID_QUERY_FILTER_OPERATOR"
        case tooComplicated = "QUERY_TOO_COMPLICATED"
        case tooManyRows = "EXCEEDED_ID_LIMIT"
        case numberOutOfRange = "NUMBER_OUTSIDE_VALID_RANGE"
        case unknown = "UNKNOWN_EXCEPTION"
    }

    var code: Code
    var message: String
    /// What the message's snippet points at; nil for a message without one.
    var position: SourcePosition?

    init(_ code: Code, _ message: String, at position: SourcePosition? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }
}

extension QueryFault {
    private static let seeDescribe =
        "Please reference your WSDL or the describe call for the appropriate names."

    static func noSuchColumn(_ name: Name, on object: String, at position: SourcePosition) -> QueryFault {
        QueryFault(
            .invalidField,
            "No such column '\(name.text)' on entity '\(object)'. If you are attempting to use a custom field, be sure to "
                + "append the '__c' after the custom field name. \(seeDescribe)",
            at: position
        )
    }

    static func noSuchRelationship(_ name: Name, at position: SourcePosition) -> QueryFault {
        QueryFault(
            .invalidField,
            "Didn't understand relationship '\(name.text)' in field path. If you are attempting to use a custom "
                + "relationship, be sure to append the '__r' after the custom relationship name. \(seeDescribe)",
            at: position
        )
    }

    static func noSuchChildRelationship(_ name: String, at position: SourcePosition) -> QueryFault {
        QueryFault(
            .invalidType,
            "Didn't understand relationship '\(name)' in FROM part of query call. If you are attempting to use a custom "
                + "relationship, be sure to append the '__r' after the custom relationship name. \(seeDescribe)",
            at: position
        )
    }

    static func noSuchObject(_ name: Name) -> QueryFault {
        QueryFault(
            .invalidType,
            "sObject type '\(name.text)' is not supported. If you are attempting to use a custom object, be sure to "
                + "append the '__c' after the entity name. \(seeDescribe)",
            at: name.position
        )
    }

    /// What a field cannot do: `filtered`, `sorted`, `grouped`.
    static func cannot(be verb: String, _ field: String, at position: SourcePosition) -> QueryFault {
        QueryFault(.invalidField, "field '\(field)' can not be \(verb) in a query call", at: position)
    }

    static func wrongLiteral(for field: String, type: String, isQuoted: Bool, at position: SourcePosition) -> QueryFault
    {
        let remedy = isQuoted ? "should not be enclosed in quotes" : "should be enclosed in quotes"
        return QueryFault(
            .invalidField,
            "value of filter criterion for field '\(field)' must be of type \(type) and \(remedy)",
            at: position
        )
    }

    static func invalidOperator(on type: String, at position: SourcePosition) -> QueryFault {
        QueryFault(.invalidFilterOperator, "invalid operator on \(type) field", at: position)
    }

    static func malformed(_ message: String, at position: SourcePosition? = nil) -> QueryFault {
        QueryFault(.malformedQuery, message, at: position)
    }
}

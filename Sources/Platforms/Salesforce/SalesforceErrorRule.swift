/// What one of Salesforce's error codes means for us, and how to say it.
struct SalesforceErrorRule: Sendable {
    enum Phrase: Sendable {
        /// The same sentence whatever the fields.
        case fixed(String)
        /// A sentence around the names of the fields, for one of them and for several; `{}` stands for the names.
        case fields(one: String, several: String, none: String)
        /// The words of the org's own administrator, who wrote them for people to read.
        case administrator(otherwise: String)
    }

    var kind: CRMError.Kind
    var phrase: Phrase

    init(_ kind: CRMError.Kind, _ phrase: Phrase) {
        self.kind = kind
        self.phrase = phrase
    }

    init(_ kind: CRMError.Kind, _ sentence: String? = nil) {
        self.init(kind, .fixed(sentence ?? kind.sentence))
    }

    func sentence(fields: [String], message: String?) -> String {
        switch phrase {
        case .fixed(let sentence): return sentence
        case .administrator(let otherwise): return message.flatMap { SpokenText.sentence($0) } ?? otherwise
        case .fields(let one, let several, let none):
            let words = FieldName.list(fields)
            guard !words.isEmpty else { return none }
            let template = Set(fields.map(FieldName.spoken)).count == 1 ? one : several
            return template.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: words)
        }
    }
}

extension SalesforceErrorRule {
    /// The rule for an error, by its code, else by the HTTP status it came with.
    static func rule(code: String?, status: Int) -> SalesforceErrorRule {
        // As a status of its own it is the record of the request that is missing, not one it refers to.
        if status == 404, code == "INVALID_CROSS_REFERENCE_KEY" { return .init(.notFound) }
        return code.flatMap { byCode[$0] } ?? byStatus(status)
    }

    /// Codes that only say that another error undid this row too.
    static let secondaryCodes: Set<String> = [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK", "BATCH_PROCESSING_HALTED", "PROCESSING_HALTED",
    ]

    private static func byStatus(_ status: Int) -> SalesforceErrorRule {
        switch status {
        case 200..<300: .init(.internalFault)
        case 300: .init(.ambiguous)
        case 301..<400: .init(.moved)
        case 401: .init(.sessionInvalid)
        case 403: .init(.noPermission)
        case 404: .init(.notFound)
        case 405, 409, 410, 415: .init(.unsupported)
        case 408: .init(.timedOut)
        case 429: .init(.limitExceeded)
        case 502, 503, 504: .init(.unavailable)
        case 500...: .init(.internalFault)
        default: .init(.malformedRequest)
        }
    }

    static let byCode: [String: SalesforceErrorRule] = access.merging(records) { first, _ in first }
        .merging(values) { first, _ in first }
        .merging(requests) { first, _ in first }

    /// Errors of signing in, of rights and of limits.
    private static let access: [String: SalesforceErrorRule] = [
        "INVALID_SESSION_ID": .init(.sessionInvalid),
        "INVALID_AUTH_HEADER": .init(.sessionInvalid),
        "INVALID_LOGIN": .init(.signInRefused),
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD": .init(.signInRefused),
        "invalid_grant": .init(.signInRefused),
        "invalid_client": .init(.signInRefused),
        "invalid_client_id": .init(.signInRefused),
        "invalid_app_access": .init(.signInRefused),
        "unauthorized_client": .init(.signInRefused),
        "access_denied": .init(.signInRefused),
        "invalid_request": .init(.malformedRequest),
        "unsupported_grant_type": .init(.unsupported),
        "temporarily_unavailable": .init(.unavailable),
        "server_error": .init(.internalFault),
        "REQUEST_LIMIT_EXCEEDED": .init(.limitExceeded),
        "API_DISABLED_FOR_ORG": .init(.noPermission, "I don't have access to our records."),
        "API_CURRENTLY_DISABLED": .init(.noPermission, "I don't have access to our records."),
        "FUNCTIONALITY_NOT_ENABLED": .init(.unsupported, "That feature is not switched on in our records."),
        "INSUFFICIENT_ACCESS_OR_READONLY": .init(.noPermission, "I'm not allowed to do that with this record."),
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": .init(
            .noPermission,
            "I'm not allowed to use the record that should be linked."
        ),
        "SERVER_UNAVAILABLE": .init(.unavailable),
        "UNKNOWN_EXCEPTION": .init(.internalFault),
    ]

    /// Errors about the records themselves.
    private static let records: [String: SalesforceErrorRule] = [
        "NOT_FOUND": .init(.notFound),
        "ENTITY_IS_DELETED": .init(.deleted),
        "INVALID_CROSS_REFERENCE_KEY": .init(
            .notFound,
            .fields(
                one: "The {} that was given can't be used there.",
                several: "The {} that were given can't be used there.",
                none: "A record that was given can't be found."
            )
        ),
        "MALFORMED_ID": .init(
            .validation,
            .fields(
                one: "The {} that was given is not the right kind of record.",
                several: "The {} that were given are not the right kind of records.",
                none: "A record that was given is not the right kind of record."
            )
        ),
        "DUPLICATES_DETECTED": .init(.duplicate, "That looks like something that is already in our records."),
        "DUPLICATE_VALUE": .init(
            .duplicate,
            .fields(
                one: "Another record already has that {}.",
                several: "Another record already has that {}.",
                none: "That already exists in our records."
            )
        ),
        "UNABLE_TO_LOCK_ROW": .init(.lockedRow),
        "DELETE_FAILED": .init(.inUse),
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY": .init(.noPermission, "I can't save that kind of record."),
        "STANDARD_PRICE_NOT_DEFINED": .init(.validation, "The product needs a standard price first."),
    ]

    /// Errors about the values of a write.
    private static let values: [String: SalesforceErrorRule] = [
        "REQUIRED_FIELD_MISSING": .init(
            .validation,
            .fields(one: "The {} is missing.", several: "The {} are missing.", none: "Something required is missing.")
        ),
        "FIELD_CUSTOM_VALIDATION_EXCEPTION": .init(
            .validation,
            .administrator(otherwise: "Our own rules don't allow those values.")
        ),
        "FIELD_INTEGRITY_EXCEPTION": .init(
            .validation,
            .fields(
                one: "The {} doesn't fit with the rest of the record.",
                several: "The {} don't fit with the rest of the record.",
                none: "One of the values doesn't fit with the rest of the record."
            )
        ),
        "INVALID_FIELD_FOR_INSERT_UPDATE": .init(
            .noPermission,
            .fields(
                one: "I'm not allowed to set the {}.",
                several: "I'm not allowed to set the {}.",
                none: "I'm not allowed to set one of those values."
            )
        ),
        "STRING_TOO_LONG": .init(
            .validation,
            .fields(one: "The {} is too long.", several: "The {} are too long.", none: "One of the texts is too long.")
        ),
        "INVALID_EMAIL_ADDRESS": .init(.validation, "That email address is not valid."),
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": .init(
            .validation,
            .fields(
                one: "The {} is not one of the allowed choices.",
                several: "The {} are not among the allowed choices.",
                none: "One of the values is not among the allowed choices."
            )
        ),
        "INVALID_TYPE_ON_FIELD_IN_RECORD": .init(
            .validation,
            .fields(
                one: "The {} is not the right kind of value.",
                several: "The {} are not the right kind of values.",
                none: "One of the values is not of the right kind."
            )
        ),
        "JSON_PARSER_ERROR": .init(.validation, "One of the values is not of the right kind."),
        "NUMBER_OUTSIDE_VALID_RANGE": .init(
            .validation,
            .fields(
                one: "The {} is out of range.",
                several: "The {} are out of range.",
                none: "One of the numbers is out of range."
            )
        ),
    ]

    /// Errors of the request as such: they are ours, or those of whoever wrote the action.
    private static let requests: [String: SalesforceErrorRule] = [
        "INVALID_FIELD": .init(.malformedRequest, "I asked for something our records don't have."),
        "INVALID_TYPE": .init(.unsupported, "Our records don't keep that kind of thing."),
        "INVALID_TYPE_FOR_OPERATION": .init(.unsupported, "Our records don't support that."),
        "MALFORMED_QUERY": .init(.malformedQuery),
        "INVALID_QUERY_FILTER_OPERATOR": .init(.malformedQuery),
        "QUERY_TOO_COMPLICATED": .init(.malformedQuery, "That search is too complicated for our records."),
        "INVALID_QUERY_LOCATOR": .init(.malformedQuery, "I lost my place in that list and have to search again."),
        "MALFORMED_SEARCH": .init(.malformedQuery),
        "INVALID_SEARCH": .init(.malformedQuery, "I need a longer word to search for."),
        "QUERY_TIMEOUT": .init(.timedOut),
        "OPERATION_TOO_LARGE": .init(.tooLarge, "That would touch too many records at once."),
        "EXCEEDED_ID_LIMIT": .init(.tooLarge, "That would touch too many records at once."),
        "INVALID_REPLICATION_DATE": .init(.malformedRequest, "I can't look that far back."),
        "METHOD_NOT_ALLOWED": .init(.unsupported),
        "UNSUPPORTED_MEDIA_TYPE": .init(.unsupported),
    ]
}

import Actions
import JSON
import Testing

@testable import Platforms

/// Every error code the reference lists, as it comes over the wire.
struct SalesforceErrorTableTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var code: String
        var status: Int
        var fields: [String]
        var kind: CRMError.Kind
        var say: String

        init(_ code: String, _ status: Int, fields: [String] = [], _ kind: CRMError.Kind, _ say: String) {
            self.code = code
            self.status = status
            self.fields = fields
            self.kind = kind
            self.say = say
        }

        var testDescription: String { "\(code) \(fields)" }
    }

    static let cases: [Case] = [
        .init(
            "INVALID_SESSION_ID",
            401,
            .sessionInvalid,
            "My access to our records has expired and needs to be renewed."
        ),
        .init(
            "INVALID_AUTH_HEADER",
            401,
            .sessionInvalid,
            "My access to our records has expired and needs to be renewed."
        ),
        .init(
            "INVALID_LOGIN",
            500,
            .signInRefused,
            "I can't sign in to our records; someone on our team has to connect me again."
        ),
        .init(
            "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
            403,
            .signInRefused,
            "I can't sign in to our records; someone on our team has to connect me again."
        ),
        .init(
            "REQUEST_LIMIT_EXCEEDED",
            403,
            .limitExceeded,
            "Our records are very busy, so I can't look there for the moment."
        ),
        .init("API_DISABLED_FOR_ORG", 403, .noPermission, "I don't have access to our records."),
        .init("API_CURRENTLY_DISABLED", 403, .noPermission, "I don't have access to our records."),
        .init("FUNCTIONALITY_NOT_ENABLED", 403, .unsupported, "That feature is not switched on in our records."),
        .init("INSUFFICIENT_ACCESS_OR_READONLY", 403, .noPermission, "I'm not allowed to do that with this record."),
        .init("INSUFFICIENT_ACCESS_OR_READONLY", 400, .noPermission, "I'm not allowed to do that with this record."),
        .init(
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            400,
            .noPermission,
            "I'm not allowed to use the record that should be linked."
        ),
        .init("NOT_FOUND", 404, .notFound, "I couldn't find that in our records."),
        .init("ENTITY_IS_DELETED", 404, .deleted, "That record has been deleted."),
        .init(
            "MALFORMED_ID",
            400,
            fields: ["Id"],
            .validation,
            "The record that was given is not the right kind of record."
        ),
        .init("MALFORMED_ID", 400, .validation, "A record that was given is not the right kind of record."),
        .init(
            "FIELD_INTEGRITY_EXCEPTION",
            400,
            fields: ["WhoId"],
            .validation,
            "The person doesn't fit with the rest of the record."
        ),
        .init(
            "FIELD_INTEGRITY_EXCEPTION",
            400,
            fields: ["DurationInMinutes", "StartDateTime"],
            .validation,
            "The duration in minutes and start time don't fit with the rest of the record."
        ),
        .init("INVALID_FIELD", 400, .malformedRequest, "I asked for something our records don't have."),
        .init("INVALID_TYPE", 400, .unsupported, "Our records don't keep that kind of thing."),
        .init("INVALID_TYPE_FOR_OPERATION", 400, .unsupported, "Our records don't support that."),
        .init("MALFORMED_QUERY", 400, .malformedQuery, "I can't search our records that way."),
        .init("INVALID_QUERY_FILTER_OPERATOR", 400, .malformedQuery, "I can't search our records that way."),
        .init("QUERY_TOO_COMPLICATED", 400, .malformedQuery, "That search is too complicated for our records."),
        .init("NUMBER_OUTSIDE_VALID_RANGE", 400, .validation, "One of the numbers is out of range."),
        .init("INVALID_QUERY_LOCATOR", 400, .malformedQuery, "I lost my place in that list and have to search again."),
        .init("QUERY_TIMEOUT", 400, .timedOut, "Our records are taking too long to answer."),
        .init("OPERATION_TOO_LARGE", 400, .tooLarge, "That would touch too many records at once."),
        .init("EXCEEDED_ID_LIMIT", 400, .tooLarge, "That would touch too many records at once."),
        .init("INVALID_REPLICATION_DATE", 400, .malformedRequest, "I can't look that far back."),
        .init("MALFORMED_SEARCH", 400, .malformedQuery, "I can't search our records that way."),
        .init("INVALID_SEARCH", 400, .malformedQuery, "I need a longer word to search for."),
        .init("REQUIRED_FIELD_MISSING", 400, fields: ["LastName"], .validation, "The last name is missing."),
        .init(
            "REQUIRED_FIELD_MISSING",
            400,
            fields: ["LastName", "Company", "Service_Level__c"],
            .validation,
            "The last name, company and service level are missing."
        ),
        .init("REQUIRED_FIELD_MISSING", 400, .validation, "Something required is missing."),
        .init(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            400,
            fields: ["Name"],
            .noPermission,
            "I'm not allowed to set the name."
        ),
        .init("STRING_TOO_LONG", 400, fields: ["BillingCity"], .validation, "The billing city is too long."),
        .init("INVALID_EMAIL_ADDRESS", 400, fields: ["Email"], .validation, "That email address is not valid."),
        .init("INVALID_CROSS_REFERENCE_KEY", 400, .notFound, "A record that was given can't be found."),
        .init("INVALID_CROSS_REFERENCE_KEY", 404, .notFound, "I couldn't find that in our records."),
        .init(
            "INVALID_CROSS_REFERENCE_KEY",
            400,
            fields: ["AccountId"],
            .notFound,
            "The account that was given can't be used there."
        ),
        .init(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            400,
            fields: ["Race__c"],
            .validation,
            "The race is not one of the allowed choices."
        ),
        .init(
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            400,
            fields: ["CloseDate"],
            .validation,
            "The close date is not the right kind of value."
        ),
        .init("JSON_PARSER_ERROR", 400, .validation, "One of the values is not of the right kind."),
        .init("DUPLICATES_DETECTED", 400, .duplicate, "That looks like something that is already in our records."),
        .init("DUPLICATE_VALUE", 400, .duplicate, "That already exists in our records."),
        .init("UNABLE_TO_LOCK_ROW", 400, .lockedRow, "Someone else is changing that record right now."),
        .init("DELETE_FAILED", 400, .inUse, "That can't be removed, because other records depend on it."),
        .init("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", 400, .noPermission, "I can't save that kind of record."),
        .init("STANDARD_PRICE_NOT_DEFINED", 400, .validation, "The product needs a standard price first."),
        .init("METHOD_NOT_ALLOWED", 405, .unsupported, "Our records don't support that."),
        .init("UNSUPPORTED_MEDIA_TYPE", 415, .unsupported, "Our records don't support that."),
        .init("SERVER_UNAVAILABLE", 503, .unavailable, "Our records are unavailable for the moment."),
        .init("UNKNOWN_EXCEPTION", 500, .internalFault, "Something went wrong inside our records system."),
        .init("SOME_CODE_OF_TOMORROW", 404, .notFound, "I couldn't find that in our records."),
        .init("SOME_CODE_OF_TOMORROW", 400, .malformedRequest, CRMError.Kind.malformedRequest.sentence),
    ]

    /// A message in another language, with an id and a code in it: none of it may be used or spoken.
    private static let message = "無効なセッション 0015x00000ABCDE NOT_FOUND"

    @Test(arguments: cases)
    func `a code decides what an error means and how it is said`(_ expected: Case) throws {
        let body: JSONValue = [
            [
                "errorCode": .string(expected.code), "message": .string(Self.message),
                "fields": .array(expected.fields.map { .string($0) }),
            ]
        ]
        let answer = SalesforceAnswer(
            status: expected.status,
            contentType: "application/json;charset=UTF-8",
            body: body.serialized()
        )
        let error = try #require(throws: CRMError.self) { try answer.response(to: .post) }
        #expect(error.kind == expected.kind)
        #expect(error.say == expected.say)
        #expect(error.errorCode == expected.code)
        #expect(error.fields == expected.fields)
        #expect(error.status == expected.status)
        #expect(!error.mayHaveBeenWritten)
    }

    @Test func `no sentence holds a code, an underscore or a placeholder`() {
        for rule in SalesforceErrorRule.byCode.values {
            for fields in [[], ["LastName"], ["LastName", "Custom__c"]] {
                let sentence = rule.sentence(fields: fields, message: nil)
                #expect(!sentence.contains { "_{}[]<>".contains($0) })
                #expect(sentence.last == ".")
            }
        }
    }
}

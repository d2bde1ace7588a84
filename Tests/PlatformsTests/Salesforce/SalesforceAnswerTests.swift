import Actions
import JSON
import Testing

@testable import Platforms

struct SalesforceAnswerTests {
    private func error(
        _ status: Int,
        _ body: String,
        contentType: String? = "application/json;charset=UTF-8",
        to method: CRMRequest.Method = .post
    ) throws -> CRMError {
        let answer = SalesforceAnswer(status: status, contentType: contentType, body: Array(body.utf8))
        return try #require(throws: CRMError.self) { try answer.response(to: method) }
    }

    @Test func `the administrator's own message is spoken, cleaned and shortened`() throws {
        let message =
            #"Orders over \n\u0007 1000 need\u202E a manager (a0B5x00000ABCDEFGH) "#
            + String(repeating: "x", count: 300)
        let error = try error(400, #"[{"errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","message":"\#(message)"}]"#)
        #expect(error.kind == .validation)
        #expect(error.say == "Orders over 1000 need a manager…")
    }

    @Test func `an empty message of the administrator has a stand-in`() throws {
        let error = try error(400, #"[{"errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","message":" "}]"#)
        #expect(error.say == "Our own rules don't allow those values.")
    }

    @Test func `several errors of one code name all their fields`() throws {
        let error = try error(
            400,
            #"""
            [{"statusCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]},
             {"statusCode":"REQUIRED_FIELD_MISSING","fields":["Company","LastName"]},
             {"statusCode":"STRING_TOO_LONG","fields":["City"]}]
            """#
        )
        #expect(error.say == "The last name and company are missing.")
    }

    @Test func `an error that only echoes another is passed over`() throws {
        let error = try error(
            400,
            #"[{"errorCode":"PROCESSING_HALTED"},{"errorCode":"STRING_TOO_LONG","fields":["Subject"]}]"#
        )
        #expect(error.errorCode == "STRING_TOO_LONG")
    }

    @Test func `an OAuth error is an object`() throws {
        let error = try error(400, #"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#)
        #expect(error.kind == .signInRefused)
        #expect(error.errorCode == "invalid_grant")
        #expect(error.detail == "expired access/refresh token")
    }

    @Test func `duplicates name the records found`() throws {
        let error = try error(
            400,
            #"""
            [{"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?","duplicateResult":{"allowSave":true,
              "matchResults":[{"entityType":"Contact","matchRecords":[
                {"record":{"attributes":{"type":"Contact"},"Id":"003000000000001AAA"}},
                {"record":{"Id":"003000000000002AAA"}}]}]}}]
            """#
        )
        #expect(error.kind == .duplicate)
        #expect(
            error.matches == [
                .init(object: "Contact", id: "003000000000001AAA"), .init(object: "Contact", id: "003000000000002AAA"),
            ]
        )
    }

    @Test func `several records for one external id are named`() throws {
        let error = try error(
            300,
            #"["/services/data/v59.0/sobjects/Account/001A","/services/data/v59.0/sobjects/Account/001B"]"#
        )
        #expect(error.kind == .ambiguous)
        #expect(error.matches == [.init(object: "Account", id: "001A"), .init(object: "Account", id: "001B")])
    }

    @Test func `rows that failed are an error in spite of status 200`() throws {
        let error = try error(
            200,
            #"""
            [{"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"","fields":[]}]},
             {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"","fields":["LastName"]}]}]
            """#
        )
        #expect(error.say == "The last name is missing.")
        #expect(!error.mayHaveBeenWritten)
    }

    @Test(arguments: [
        #"[{"id":"003","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","fields":["City"]}]}]"#,
        #"{"compositeResponse":[{"body":{},"httpStatusCode":201},{"body":[{"errorCode":"STRING_TOO_LONG","fields":["City"]}],"httpStatusCode":400}]}"#,
        #"{"hasErrors":true,"results":[{"statusCode":204,"result":null},{"statusCode":400,"result":[{"errorCode":"STRING_TOO_LONG","fields":["City"]}]}]}"#,
        #"{"hasErrors":true,"results":[{"referenceId":"a","id":"001"},{"referenceId":"b","errors":[{"statusCode":"STRING_TOO_LONG","fields":["City"]}]}]}"#,
    ])
    func `a write that failed in part says so`(_ body: String) throws {
        let error = try error(200, body)
        #expect(error.say == "Only part of that was saved: The city is too long.")
        #expect(error.mayHaveBeenWritten)
    }

    @Test func `rows that all succeeded are a result`() throws {
        let body = #"[{"id":"003","success":true,"errors":[]}]"#
        let answer = SalesforceAnswer(status: 200, contentType: "application/json", body: Array(body.utf8))
        #expect(try answer.response(to: .post).json == JSONValue(parsing: body))
    }

    @Test(arguments: [
        (300, CRMError.Kind.ambiguous, false), (400, .malformedRequest, false), (401, .sessionInvalid, false),
        (403, .noPermission, false), (404, .notFound, false), (405, .unsupported, false), (410, .unsupported, false),
        (414, .malformedRequest, false), (429, .limitExceeded, false), (500, .internalFault, true),
        (502, .unavailable, true), (503, .unavailable, false), (504, .unavailable, true),
    ])
    func `a status without a readable body still means something`(
        _ status: Int,
        _ kind: CRMError.Kind,
        _ isUnclear: Bool
    ) throws {
        for body in ["", "<html><h1>Bad Message</h1></html>", "null", "[]"] {
            let write = try error(status, body, contentType: "text/html")
            #expect(write.kind == kind)
            #expect(write.mayHaveBeenWritten == isUnclear)
            #expect(try !error(status, body, contentType: "text/html", to: .get).mayHaveBeenWritten)
        }
    }

    @Test(arguments: ["text/html;charset=UTF-8", "application/octet-stream", "application/binary"])
    func `the text of a note is a text whatever its type`(_ contentType: String) throws {
        let answer = SalesforceAnswer(status: 200, contentType: contentType, body: Array("<p>Åsa</p>\n".utf8))
        #expect(try answer.response(to: .get).body == .text("<p>Åsa</p>\n"))
    }

    @Test func `a file that is no text comes as bytes`() throws {
        let answer = SalesforceAnswer(status: 200, contentType: "application/octetstream", body: [0xFF, 0x00])
        #expect(try answer.response(to: .get).body == .bytes([0xFF, 0x00]))
    }

    @Test func `what the CRM says is kept on one short line`() throws {
        let error = try error(400, #"[{"errorCode":"MALFORMED_QUERY","message":"\nSELECT\u001b[31m Id\n  ^\nERROR"}]"#)
        #expect(error.detail == "SELECT [31m Id ^ ERROR")
    }
}

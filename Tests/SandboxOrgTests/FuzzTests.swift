import Foundation
import GRDB
import HTTPTypes
import JSON
import Testing

@testable import SandboxOrg

/// Requests that make no sense: none of them may break the server, and none that is refused may change a record.
struct FuzzTests {
    private static let paths = [
        "", "sobjects", "sobjects/Account", "sobjects/Account/@", "sobjects/Contact/Email/@",
        "sobjects/Contact/@/Account",
        "sobjects/Account/@/Contacts", "sobjects/ContentNote/@/Content", "sobjects/Contact/describe",
        "sobjects/Lead/updated", "sobjects/Lead/deleted", "query", "queryAll", "query/@", "search",
        "parameterizedSearch", "limits", "recent", "composite", "composite/batch", "composite/sobjects",
        "composite/sobjects/Account", "composite/sobjects/Contact/Email", "composite/tree/Account", "nothing/@",
    ]

    private static let names = [
        "q", "ids", "fields", "start", "end", "limit", "allOrNone", "_HttpMethod", "sobject", "Account.where",
        "records",
        "compositeRequest", "batchRequests", "Name", "LastName", "Email", "AccountId", "attributes", "type", "id",
        "referenceId", "url", "method", "body", "richInput", "haltOnError", "Contacts", "CloseDate", "Description",
        "AnnualRevenue", "NumberOfEmployees", "in", "sobjects", "name", "where", "httpHeaders",
    ]

    private static let texts = [
        "", " ", "x", "a\0b", "99999999999-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "'", "\\", "%", "{", "}", "@{a.b}",
        "@{", "null", "true", "-1", "1e999", "999999999999999999999",
        "001000000000001AAA", "003000000000001AAA", "069000000000001AAA", "01g000000000001AAA-1",
        "01g000000000001AAA--9223372036854775808", "SELECT Id FROM Account", "SELECT FIELDS(ALL) FROM Contact LIMIT 1",
        "FIND {x} RETURNING Account(Id)", "2026-01-01T00:00:00Z", "9999-99-99T99:99:99Z", "0000-00-00", "Account",
        "Contact", "GET", "POST", "PATCH", "DELETE", "/services/data/v59.0/sobjects/Account", "v59.0/limits",
        "\u{0}", "\u{1F600}", "a\u{301}", "Name) FROM User--", "Id,Name", "r1", "ALL", "\u{FEFF}", "٣",
    ]

    private static func value(_ depth: Int, _ numbers: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &numbers) {
        case 0: .null
        case 1: .boolean(Bool.random(using: &numbers))
        case 2: .number(JSONNumber(Int.random(in: -9_999_999_999_999...9_999_999_999_999, using: &numbers)))
        case 3: JSONNumber(text: "1e400").map(JSONValue.number) ?? .null
        case 4, 5: .string(text(&numbers))
        case 6: .array((0..<Int.random(in: 0...3, using: &numbers)).map { _ in value(depth - 1, &numbers) })
        default: .object(object(depth, &numbers))
        }
    }

    private static func object(_ depth: Int, _ numbers: inout SeededGenerator) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &numbers) {
            object[names.randomElement(using: &numbers) ?? ""] = value(depth - 1, &numbers)
        }
        return object
    }

    private static func text(_ numbers: inout SeededGenerator) -> String { texts.randomElement(using: &numbers) ?? "" }

    private static func body(_ numbers: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: (0..<Int.random(in: 0...40, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        case 1: Array(String(repeating: "[", count: Int.random(in: 1...3000, using: &numbers)).utf8)
        case 2: Array(String(repeating: #"{"records":"#, count: Int.random(in: 1...200, using: &numbers)).utf8)
        case 3: value(3, &numbers).serialized()
        default:
            // Something like what the resources expect, with nonsense inside.
            ([
                "records": .array([.object(object(3, &numbers)), typed(&numbers)]),
                "compositeRequest": [part(&numbers), part(&numbers)],
                "batchRequests": [part(&numbers)], "allOrNone": value(0, &numbers), "q": value(1, &numbers),
                "ids": value(1, &numbers), "fields": value(1, &numbers),
            ] as JSONValue).serialized()
        }
    }

    private static func typed(_ numbers: inout SeededGenerator) -> JSONValue {
        var record = object(3, &numbers)
        record["attributes"] = ["type": .string(text(&numbers)), "referenceId": value(0, &numbers)]
        return .object(record)
    }

    private static func part(_ numbers: inout SeededGenerator) -> JSONValue {
        let path = (paths.randomElement(using: &numbers) ?? "").replacing("@", with: text(&numbers))
        return [
            "method": .string(["GET", "POST", "PATCH", "DELETE"].randomElement(using: &numbers) ?? ""),
            "url": .string("/services/data/v59.0/\(path)"),
            "referenceId": .string("r\(Int.random(in: 0...99, using: &numbers))"), "body": value(3, &numbers),
            "httpHeaders": value(1, &numbers),
        ]
    }

    private static func request(_ token: String, _ numbers: inout SeededGenerator) -> RestRequest {
        let path = (paths.randomElement(using: &numbers) ?? "")
            .split(separator: "/").map { $0 == "@" ? text(&numbers) : String($0) }
        var query = ""
        for _ in 0..<Int.random(in: 0...2, using: &numbers) {
            let value = text(&numbers).utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            query += "\(names.randomElement(using: &numbers) ?? "")=\(value)&"
        }
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .patch, .delete, .put]
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        for name in [HTTPField.Name.ifModifiedSince, .ifMatch, .sforceQueryOptions, .contentType]
        where Int.random(in: 0..<6, using: &numbers) == 0 {
            headers[name] = ["x", "batchSize=-1", "*", "Fri, 99 Foo 0000 99:99:99 GMT"].randomElement(using: &numbers)
        }
        return RestRequest(
            method: methods.randomElement(using: &numbers) ?? .get,
            path: ["services", "data", "v59.0"] + path,
            query: QueryItems(query),
            headers: headers,
            body: body(&numbers),
            origin: "http://localhost"
        )
    }

    @Test func `nonsense is refused without a failure of the server or a trace in the records`() async throws {
        let org = try Org.open(seed: .demo)
        let sessions = SessionRegistry(
            organizationId: org.organizationId,
            configuration: OAuthConfiguration(),
            clock: { org.now }
        )
        let api = RestAPI(
            org: org,
            sessions: sessions,
            usage: APIUsage(maximum: 1_000_000),
            cursors: CursorRegistry(clock: { org.now }),
            oauth: OAuthServer(org: org, sessions: sessions, configuration: OAuthConfiguration())
        )
        let token = sessions.begin(userId: org.administratorId)
        var numbers = SeededGenerator(seed: 20_260_101)
        for _ in 0..<1200 {
            let request = Self.request(token, &numbers)
            let changes = try await Self.changes(of: org)
            let response = await api.respond(to: request)
            let name = "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self).prefix(500))"
            #expect(response.status < 500, "\(name)")
            if response.status >= 400 || request.method == .get || request.method == .head {
                #expect(try await Self.changes(of: org) == changes, "\(name)")
            }
        }
    }

    /// A sum over what every table holds.
    private static func changes(of org: Org) async throws -> [Int] {
        let tables = ["Account", "Contact", "Lead", "Case", "ContentNote", "Task", "Event"]
        return try await org.database.read { db in
            try tables.flatMap { name -> [Int] in
                let row = try Row.fetchOne(
                    db,
                    sql: "SELECT COUNT(*), SUM(\"IsDeleted\"), SUM(\"SystemModstamp\") FROM \(name.quotedAsName)"
                )
                return (0..<3).map { column in row.flatMap { $0[column] as Int? } ?? 0 }
            }
        }
    }
}

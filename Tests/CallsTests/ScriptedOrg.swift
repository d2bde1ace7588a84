import Actions
import Calls
import Foundation
import JSON
import Platforms
import Synchronization
import Workspace

/// An org that answers as a test says, and remembers what it was asked.
final class ScriptedOrg: Sendable {
    typealias Answer = @Sendable (CRMRequest) async throws(CRMError) -> CRMResponse

    private let answer: Answer
    private let received = Mutex<[CRMRequest]>([])

    init(_ answer: @escaping Answer) { self.answer = answer }

    var requests: [CRMRequest] { received.withLock { $0 } }
    var writes: [CRMRequest] { requests.filter { $0.method.isWrite } }

    var send: RequestSender {
        { request, _ throws(CRMError) in
            self.received.withLock { $0.append(request) }
            return try await self.answer(request)
        }
    }

    /// Creates whatever it is sent, and finds these contacts.
    static func withContacts(_ contacts: JSONValue...) -> ScriptedOrg {
        ScriptedOrg { request throws(CRMError) in
            switch request.method {
            case .get:
                let records: [JSONValue] =
                    request.query.first?.value.contains("FROM Case") ?? false
                    ? [["Id": "500000000000001AAA", "CaseNumber": "00001042"]] : contacts
                return .found(records)
            case .post:
                return CRMResponse(
                    status: 201,
                    body: .json(["id": "500000000000001AAA", "success": true, "errors": []])
                )
            case .patch, .delete: return CRMResponse(status: 204, body: .empty)
            }
        }
    }
}

extension CRMResponse {
    static func found(_ records: [JSONValue]) -> CRMResponse {
        let body: JSONValue = [
            "totalSize": .number(JSONNumber(records.count)), "done": true, "records": .array(records),
        ]
        return CRMResponse(status: 200, body: .json(body))
    }
}

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let now: Mutex<Date>

    /// Starts on Thursday, February 12, 2026 at 15:00 UTC, which is 10:00 in New York.
    init() { now = Mutex(Date(timeIntervalSince1970: 1_770_908_400)) }

    func advance(by seconds: TimeInterval) { now.withLock { $0 += seconds } }

    var time: @Sendable () -> Date { { self.now.withLock { $0 } } }
}

extension Agent {
    /// An agent in New York with all of the catalogue, and what a test adds.
    static func catalogued(id: String = "alex", adding yaml: String = "") throws -> Agent {
        let own = yaml.isEmpty ? [] : DefinitionFile(parsing: yaml).actions
        let actions = try Catalog.salesforce().actions + own
        return Agent(
            id: id,
            name: id,
            timeZone: TimeZone(identifier: "America/New_York") ?? .gmt,
            actions: actions.map { EnabledAction($0) }
        )
    }
}

let sarahJohnson: JSONValue = [
    "Id": "003000000000001AAA", "FirstName": "Sarah", "LastName": "Johnson", "Email": "sarah@acme.example",
    "Phone": "(555) 234-5678",
    "Account": ["Name": "Acme Corporation"],
]
let sarahConnor: JSONValue = [
    "Id": "003000000000002AAA", "FirstName": "Sarah", "LastName": "Connor", "Email": "sarah@cyberdyne.example",
    "Account": ["Name": "Cyberdyne"],
]

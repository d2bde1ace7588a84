import FoundationEssentials
import HTTPTypes
import JSON

/// `/sandbox`: what a test may ask of a sandbox org that no Salesforce org would do.
struct ControlAPI: Sendable {
    let sandbox: SandboxControl
    /// Whether other machines may use it.
    let isOpenToAll: Bool

    func respond(to request: RestRequest, isLocal: Bool) async -> RestResponse {
        do throws(ControlError) {
            guard isLocal || isOpenToAll else {
                throw ControlError("Only this machine may control the sandbox.", status: 403)
            }
            // A page open in a browser on this machine is not its user.
            guard request.headers[.origin] == nil else {
                throw ControlError("No web page may control the sandbox.", status: 403)
            }
            return try await answer(request)
        } catch {
            return .json(["error": .string(error.description)], status: error.status)
        }
    }

    private func answer(_ request: RestRequest) async throws(ControlError) -> RestResponse {
        let path = request.path.dropFirst().joined(separator: "/")
        switch (request.method, path) {
        case (.get, ""):
            return .json(["resources": ["clock", "faults", "requests", "reset", "undelete"]])
        case (.get, "faults"): return .json(faults)
        case (.post, "faults"): return try addFaults(request)
        case (.delete, "faults"):
            sandbox.faults.clear()
            return .noContent
        case (.get, "clock"): return .json(clock)
        case (.post, "clock"): return try setClock(request)
        case (.get, "requests"): return .json(requests)
        case (.delete, "requests"):
            sandbox.requestLog.clear()
            return .noContent
        case (.post, "reset"):
            try await orControlError { () async throws(SalesforceError) in try await sandbox.reset() }
            return .noContent
        case (.post, "undelete"): return try await undelete(request)
        case (.delete, _) where request.path.count == 3 && request.path[1] == "faults":
            guard let id = Int(request.path[2]), sandbox.faults.remove(id) else {
                throw ControlError("There is no such fault.", status: 404)
            }
            return .noContent
        default:
            throw ControlError(
                "\(request.method.rawValue) /\(request.path.joined(separator: "/")) is unknown.",
                status: 404
            )
        }
    }

    // MARK: Faults

    private var faults: JSONValue {
        let list = sandbox.faults.all.map { entry in
            var object: JSONObject = ["id": .number(JSONNumber(entry.id))]
            for member in entry.fault.json { object[member.key] = member.value }
            object["hits"] = .number(JSONNumber(entry.hits))
            return JSONValue.object(object)
        }
        return ["faults": .array(list)]
    }

    private func addFaults(_ request: RestRequest) throws(ControlError) -> RestResponse {
        let body = try json(request)
        let faults = try Fault.list(body)
        if let seed = body["seed"] {
            guard let seed = seed.integer.flatMap(UInt64.init(exactly:)) else {
                throw ControlError("'seed' is a whole number.")
            }
            sandbox.faults.seed(seed)
        }
        let ids = faults.map { JSONValue.number(JSONNumber(sandbox.faults.add($0))) }
        return .json(["ids": .array(ids)], status: 201)
    }

    // MARK: The clock

    private var clock: JSONValue {
        ["now": .string(text(of: sandbox.clock.now)), "isFrozen": .boolean(sandbox.clock.isFrozen)]
    }

    private func setClock(_ request: RestRequest) throws(ControlError) -> RestResponse {
        guard let object = try json(request).object, object.count == 1, let member = object.members.first else {
            throw ControlError("Give one of 'set', 'advance', 'freeze' and 'real'.")
        }
        switch (member.key, member.value) {
        case ("set", .string(let text)): sandbox.clock.set(to: try date(text))
        case ("advance", .number(let seconds)) where abs(seconds.double) < 1e10:
            sandbox.clock.advance(by: seconds.double)
        case ("freeze", .boolean(true)): sandbox.clock.freeze()
        case ("freeze", .string(let text)): sandbox.clock.freeze(at: try date(text))
        case ("real", .boolean(true)): sandbox.clock.reset()
        default:
            throw ControlError(
                "Give {\"set\": \"2026-03-10T14:00:00Z\"}, {\"advance\": seconds}, {\"freeze\": true or a time} "
                    + "or {\"real\": true}."
            )
        }
        return .json(clock)
    }

    private func date(_ text: String) throws(ControlError) -> Date {
        guard let milliseconds = DateTimeText.milliseconds(parsing: text) else {
            throw ControlError("'\(text)' is no time such as 2026-03-10T14:00:00Z.")
        }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    private func text(of date: Date) -> String {
        DateTimeText.text(ofMilliseconds: Int((date.timeIntervalSince1970 * 1000).rounded()))
    }

    // MARK: Requests

    private var requests: JSONValue {
        let list = sandbox.requestLog.latest.map { entry -> JSONValue in
            let milliseconds = (entry.duration / .milliseconds(1) * 1000).rounded() / 1000
            return [
                "number": .number(JSONNumber(entry.number)),
                "time": .string(text(of: entry.time)),
                "method": .string(entry.method),
                "path": .string(entry.path),
                "status": entry.status.map { .number(JSONNumber($0)) } ?? .null,
                "milliseconds": JSONNumber(milliseconds).map(JSONValue.number) ?? .null,
                "bodyLength": .number(JSONNumber(entry.bodyLength)),
                "fault": entry.fault.map(JSONValue.string) ?? .null,
            ]
        }
        return ["requests": .array(list)]
    }

    // MARK: Records

    private func undelete(_ request: RestRequest) async throws(ControlError) -> RestResponse {
        guard let ids = try json(request)["ids"]?.array, case let texts = ids.compactMap(\.string),
            texts.count == ids.count
        else { throw ControlError("Give {\"ids\": [\"003…\"]}.") }
        try await orControlError { () async throws(SalesforceError) in try await sandbox.org.undelete(texts) }
        return .noContent
    }

    private func orControlError(
        _ body: () async throws(SalesforceError) -> Void
    ) async throws(ControlError) {
        do throws(SalesforceError) {
            try await body()
        } catch {
            throw ControlError("\(error.code): \(error.message)", status: error.status)
        }
    }

    private func json(_ request: RestRequest) throws(ControlError) -> JSONValue {
        do {
            return try request.json()
        } catch {
            throw ControlError(error.message)
        }
    }
}

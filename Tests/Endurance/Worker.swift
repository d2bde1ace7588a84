import Actions
import Calls
import Foundation
import JSON
import Logging
import Platforms
import Storage
import Workspace

/// A node that is to be killed: it writes what it is asked to, and prints what an agent would have been told.
struct Worker {
    private let arguments: EnduranceArguments

    init(_ arguments: EnduranceArguments) { self.arguments = arguments }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    func run() async throws {
        let database: any Database
        if let address = arguments.postgres {
            database = PostgresDatabase(address, schema: arguments.place)
        } else {
            database = try SQLiteDatabase(.file(arguments.place))
        }
        try await Migrator().migrate(database)
        guard let instance = InstanceURL(arguments.org) else { throw Failure(description: "That is no address.") }
        let transport = HTTPTransport()
        let connection = Connection(to: instance, tokens: FixedToken(arguments.token), transport: transport)
        let node = try Node(database: database, connection: connection, user: arguments.user)
        say("ready")
        if arguments.numbers.isEmpty {
            try await node.finishAll()
        } else {
            try await node.write(arguments.numbers.map { NumberedWrite(number: $0, contact: arguments.contact) })
        }
        await transport.shutdown()
        await database.close()
    }
}

/// The parts of a server that make and finish writes.
private struct Node {
    /// What a killed node had in hand is left alone for as long.
    private static let patience: Duration = .milliseconds(1500)

    let agent: Agent
    let directory: CallDirectory
    let journal: Journal
    let reconciler: Reconciler
    let audit: AuditTrail

    init(database: any Database, connection: Connection, user: String) throws {
        var logger = Logger(label: "endurance") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let agent = Agent(
            id: "agt_1",
            name: "Agent",
            timeZone: .gmt,
            actions: try Catalog.salesforce().actions.map { EnabledAction($0) }
        )
        let findAgent: @Sendable (Agent.ID) async throws(StoreError) -> Agent? = { _ throws(StoreError) in agent }
        let send: ConnectionSender = { request, _, deadline throws(CRMError) in
            try await connection.send(request, deadline: deadline)
        }
        var settings = Journal.Settings()
        settings.margin = .milliseconds(500)
        settings.grace = .milliseconds(500)
        settings.pause = .milliseconds(200)
        self.agent = agent
        audit = AuditTrail(store: AuditStorage(database), logger: logger)
        journal = Journal(store: JournalStorage(database), settings: settings, logger: logger)
        directory = CallDirectory(
            store: CallStorage(database),
            services: CallServices(send: send, journal: journal, audit: audit),
            logger: logger,
            agent: findAgent
        )
        reconciler = Reconciler(
            journal,
            services: Reconciler.Services(
                send: send,
                describe: { object, _, deadline throws(CRMError) in
                    let request = CRMRequest(
                        .get,
                        segments: ["services", "data", "v59.0", "sobjects", object, "describe"]
                    )
                    let answer = try await connection.send(request, deadline: deadline).json
                    guard let description = answer.flatMap(ObjectDescription.init) else { throw CRMError(.unreadable) }
                    return description
                },
                actingUserID: { _ in user },
                agent: findAgent
            ),
            audit: audit,
            interval: .milliseconds(50),
            logger: logger
        )
    }

    /// Makes the writes, a few at a time, while the server's services run.
    func write(_ writes: [NumberedWrite]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { services in
            services.addTask { try await reconciler.run() }
            services.addTask { try await directory.run() }
            services.addTask { try await audit.run() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, write) in writes.enumerated() {
                    if index >= 4 { try await group.next() }
                    group.addTask { try await make(write) }
                }
                try await group.waitForAll()
            }
            services.cancelAll()
        }
    }

    /// Has one write made in a call of its own, with the caller's yes, and prints what the agent was told.
    private func make(_ write: NumberedWrite) async throws {
        let call = try await directory.open(
            agent,
            callerPhone: nil,
            channel: "endurance",
            reportsTurns: false,
            externalID: "\(write.number)"
        )
        var arguments: JSONObject
        switch write.action {
        case "create_lead": arguments = ["LastName": .string(write.name), "Company": "Acme"]
        case "log_call": arguments = ["Subject": .string(write.name), "WhoId": .string(write.contact)]
        case "create_note":
            arguments = [
                "Title": .string(write.name), "Content": "What was said.", "record_id": .string(write.contact),
            ]
        default:
            let found = await call.invoke("search_lead", ["search_term": .string(write.holder)]).outcome
            guard let id = found.result?["records"]?[0]?["Id"] else {
                say("told \(write.number) no \(found.status.rawValue)")
                return
            }
            arguments = ["record_id": id, "Email": .string(write.email)]
        }
        var outcome = await call.invoke(write.action, arguments, within: Self.patience).outcome
        if let confirmationID = outcome.confirmationID {
            outcome = await call.confirm(confirmationID, by: agent.id, within: Self.patience).outcome
        }
        say("told \(write.number) \(outcome.written.rawValue) \(outcome.status.rawValue)")
    }

    /// Finishes what is left of all writes, and prints how each ended.
    func finishAll() async throws {
        await reconciler.takeOver()
        while try await hasOpenWrites() {
            await reconciler.round()
            try await Task.sleep(for: .milliseconds(100))
        }
        var cursor: TimeCursor?
        repeat {
            let entries = try await journal.entries(after: cursor, limit: 200)
            for entry in entries {
                let number = try await directory.savedCall(entry.callID)?.externalID ?? "?"
                let written = entry.details.outcome?["written"]?.string ?? "no"
                say("end \(number) \(written) \(entry.state.rawValue) \(entry.reason ?? "")")
            }
            cursor = entries.last.map { TimeCursor(at: $0.createdAt, id: $0.id) }
        } while cursor != nil
        try await audit.flush()
    }

    private func hasOpenWrites() async throws -> Bool {
        let counts = try await journal.counts()
        return [.prepared, .uncertain, .queued].contains { counts[$0] ?? 0 > 0 }
    }
}

/// Prints a line at once: what stands in a buffer is lost with the process.
private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

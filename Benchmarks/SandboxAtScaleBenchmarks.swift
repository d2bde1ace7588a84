import Actions
import Foundation
import JSON
import Platforms
import SandboxOrg

/// What a sandbox org takes that holds as many records as a large company's.
struct SandboxAtScaleBenchmarks {
    private static let million = 1_000_000
    /// What the design allows for a million contacts and all that belongs to them.
    private static let targetForAMillion = Duration.seconds(120)
    private static let targetForRow = Duration.milliseconds(1)
    private static let targetForSearch = Duration.milliseconds(20)
    private static let targetForScan = Duration.seconds(2)
    /// Five thousand a second, one after the other.
    private static let targetForSimpleQuery = Duration.microseconds(200)
    private static let targetForMemory = 300.0
    private static let simpleQueries = 10_000

    /// Finds nothing, and has to look at every contact for that.
    private static let scan = "SELECT Id, Name FROM Contact WHERE Title LIKE '%qqq%' LIMIT 10"

    let contacts: Int

    func run(_ stopwatch: inout Stopwatch, _ report: Report) async throws {
        let name = "switchboard-benchmark-\(UInt64.random(in: 0...(.max))).sqlite"
        let path = FileManager.default.temporaryDirectory.appending(component: name).path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let storage = Org.Storage.file(path: path)
        report.note("\(contacts) contacts with accounts, cases and activities. " + Machine.description)
        let processorTime = Machine.processorTime
        let generating = try stopwatch.measure(runs: 1) { _ in
            _ = try Org.open(storage, seed: .generated(contacts: contacts))
            return 1
        }
        let generatingProcessor = Measurement([Machine.processorTime - processorTime])
        let target = Self.targetForAMillion * (Double(contacts) / Double(Self.million))
        report.line("Generating them", generating, against: .target(target))
        report.line("  on the processor", generatingProcessor)
        var configuration = SandboxServer.Configuration()
        configuration.storage = storage
        try await withSandboxServer(configuration) { sandbox in
            let sample = try await Sample(sandbox.org)
            try await measureReading(sandbox.org, sample, &stopwatch, report)
            try await measureSearching(sandbox.org, sample, &stopwatch, report)
            try await measureScanning(sandbox.org, sample, &stopwatch, report)
            try await measureHTTP(sandbox, sample, &stopwatch, report)
        }
        let memory = Machine.memory
        report.note(
            String(
                format: "Memory: %.0f MB at the end, %.0f MB at most, %.3f of the target of %.0f MB",
                memory.now,
                memory.most,
                memory.most / Self.targetForMemory,
                Self.targetForMemory
            )
        )
    }

    /// Records to look for.
    private struct Sample {
        var ids: [String]
        var emails: [String]
        var lastName: String

        init(_ org: Org) async throws {
            let rows = try await org.query("SELECT Id, Email, LastName FROM Contact WHERE Email != null LIMIT 200")
            ids = rows.compactMap { $0["Id"]?.string }
            emails = rows.compactMap { $0["Email"]?.string }
            lastName = rows.first?["LastName"]?.string ?? ""
        }

        func id(_ run: Int) -> String { ids[abs(run) % ids.count] }
        func email(_ run: Int) -> String { emails[abs(run) % emails.count] }
    }

    private func measureReading(
        _ org: Org,
        _ sample: Sample,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        let row = try await stopwatch.measure(runs: 1000) { run in
            try await org.record("Contact", sample.id(run)).object?.count ?? 0
        }
        report.line("All of a row by its id", row, against: .target(Self.targetForRow))
        let indexed = try await stopwatch.measure(runs: 1000) { run in
            let email = sample.email(run)
            return try await org.query("SELECT Id, Name, Account.Name FROM Contact WHERE Email = '\(email)'").count
        }
        report.line("Query by e-mail address", indexed, against: .target(Self.targetForRow))
        let simple = try await stopwatch.measure(runs: 5000) { run in
            try await org.query("SELECT Name FROM Contact WHERE Id = '\(sample.id(run))'").count
        }
        report.line("Simple query", simple, against: .target(Self.targetForSimpleQuery))
        let start = Machine.processorTime
        let count = try await stopwatch.measure(runs: 1) { _ in
            for run in 0..<Self.simpleQueries {
                _ = try await org.query("SELECT Name FROM Contact WHERE Id = '\(sample.id(run))'")
            }
            return Self.simpleQueries
        }
        let seconds = (Machine.processorTime - start) / .seconds(1)
        let rate = Double(Self.simpleQueries * count.runs) / seconds
        report.note(String(format: "Simple queries a second on one core: %.0f; the target is 5000", rate))
    }

    private func measureSearching(
        _ org: Org,
        _ sample: Sample,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        for (label, term) in [
            ("a name", sample.lastName), ("two words", "\(sample.lastName) sar*"), ("no name", "qqqq"),
        ] {
            let search =
                "FIND {\(term)} IN NAME FIELDS RETURNING Contact(Id, Name LIMIT 10), Account(Id, Name LIMIT 10)"
            let measurement = try await stopwatch.measure(runs: 50) { _ in try await org.search(search).count }
            report.line("SOSL for \(label)", measurement, against: .target(Self.targetForSearch))
        }
    }

    private func measureScanning(
        _ org: Org,
        _ sample: Sample,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        let scan = Self.scan
        let alone = try await stopwatch.measure(runs: 3) { _ in try await org.query(scan).count }
        report.line("LIKE '%x%' without an index", alone, against: .target(Self.targetForScan))
        let scans = Task {
            while !Task.isCancelled { _ = try? await org.query(scan) }
        }
        let beside = try await stopwatch.measure(runs: 500) { run in
            try await org.record("Contact", sample.id(run)).object?.count ?? 0
        }
        scans.cancel()
        await scans.value
        report.line("A row by its id meanwhile", beside, against: .target(Self.targetForRow))
    }

    private func measureHTTP(
        _ sandbox: RunningSandbox,
        _ sample: Sample,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        guard let instance = InstanceURL(sandbox.baseURL) else { return }
        let transport = HTTPTransport()
        let connection = Connection(to: instance, tokens: FixedToken(sandbox.token), transport: transport)
        do {
            let row = try await stopwatch.measure(runs: 500) { run in
                try await Self.get(["sobjects", "Contact", sample.id(run)], from: connection)
            }
            report.line("A row by its id over HTTP", row, against: .target(Self.targetForRow))
            let indexed = try await stopwatch.measure(runs: 500) { run in
                let query = "SELECT Id, Name, Account.Name FROM Contact WHERE Email = '\(sample.email(run))'"
                return try await Self.get(["query"], q: query, from: connection)
            }
            report.line("Query by e-mail address over HTTP", indexed, against: .target(Self.targetForRow))
            let search = "FIND {\(sample.lastName)} IN NAME FIELDS RETURNING Contact(Id, Name LIMIT 10)"
            let found = try await stopwatch.measure(runs: 50) { _ in
                try await Self.get(["search"], q: search, from: connection)
            }
            report.line("SOSL for a name over HTTP", found, against: .target(Self.targetForSearch))
            let query = "SELECT Id, Name, Email, Account.Name FROM Contact"
            let page = try await stopwatch.measure(runs: 3) { _ in
                try await Self.get(["query"], q: query, from: connection)
            }
            report.line("First page of all contacts over HTTP", page, against: .target(Self.targetForScan))
            let alone = try await stopwatch.measure(runs: 3) { _ in
                try await Self.get(["query"], q: Self.scan, from: connection)
            }
            report.line("LIKE '%x%' over HTTP", alone, against: .target(Self.targetForScan))
            let scans = Task {
                while !Task.isCancelled { _ = try? await Self.get(["query"], q: Self.scan, from: connection) }
            }
            let beside = try await stopwatch.measure(runs: 500) { run in
                try await Self.get(["sobjects", "Contact", sample.id(run)], from: connection)
            }
            scans.cancel()
            await scans.value
            report.line("A row by its id over HTTP meanwhile", beside, against: .target(Self.targetForRow))
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    /// The number of members or records of an answer.
    private static func get(_ path: [String], q query: String? = nil, from connection: Connection) async throws -> Int {
        let request = CRMRequest(
            .get,
            segments: ["services", "data", "v59.0"] + path,
            query: query.map { [CRMRequest.QueryItem(name: "q", value: $0)] } ?? []
        )
        let answer = try await connection.send(request, deadline: .now + .seconds(60)).json
        return answer?["records"]?.array?.count ?? answer?["searchRecords"]?.array?.count ?? answer?.object?.count ?? 0
    }
}

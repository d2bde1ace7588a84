import Foundation
import Platforms
import Storage

/// How fast what must not be lost is made durable: each write is on the disk when it is answered.
struct StorageBenchmarks {
    private static let callers = 64
    private static let writes = 200

    func run(_ stopwatch: inout Stopwatch, _ report: Report) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-storage-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try SQLiteDatabase(.file(folder.appending(path: "benchmark.sqlite").path))
        try await measure(file, "SQLite", &stopwatch, report)
        guard let address = ProcessInfo.processInfo.environment["SWITCHBOARD_BENCHMARK_POSTGRES"] else {
            report.note(
                "Set SWITCHBOARD_BENCHMARK_POSTGRES to the address of an empty database to measure PostgreSQL too."
            )
            return
        }
        try await measure(PostgresDatabase(address), "PostgreSQL", &stopwatch, report)
    }

    private func measure(
        _ database: any Database,
        _ name: String,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        try await database.write { session throws(StoreError) in
            try session.script("CREATE TABLE benchmark (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL);")
        }
        let one = try await stopwatch.measure(runs: 200) { run in try await Self.write(run, to: database) }
        report.line("\(name): a durable write", one)
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 1...Self.callers {
                group.addTask {
                    var count = 0
                    for write in 0..<Self.writes {
                        count += try await Self.write(caller * 100_000 + write, to: database)
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        report.note("\(name): \(Int(Double(count) / seconds)) durable writes a second, from \(Self.callers) callers")
        let read = try await stopwatch.measure(runs: 2000) { run in
            try await database.read { session throws(StoreError) in
                try session.rows("SELECT text FROM benchmark WHERE id = $1", SQLValue(100_000 + run % 200)).count
            }
        }
        report.line("\(name): a row by its key", read)
        try await database.write { session throws(StoreError) in try session.script("DROP TABLE benchmark;") }
        await database.close()
    }

    private static func write(_ id: Int, to database: any Database) async throws(StoreError) -> Int {
        try await database.write { session throws(StoreError) in
            try session.run(
                "INSERT INTO benchmark (id, text) VALUES ($1, $2)",
                SQLValue(id),
                .text("{\"request\":\"POST /services/data/v59.0/sobjects/Case\",\"body\":{\"Subject\":\"It squeaks\"}}")
            )
        }
    }
}

import DatabaseFixture
import Foundation
import JSON
import SandboxOrg

/// The whole of it: an org in which things go wrong, a node that is killed and started again, and the count at the end.
struct Endurance {
    private let arguments: EnduranceArguments

    init(_ arguments: EnduranceArguments) { self.arguments = arguments }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    func run() async throws {
        if let address = arguments.postgres {
            try await TestDatabase.withSchema(at: address) { try await run(in: $0) }
        } else {
            let folder = FileManager.default.temporaryDirectory.appending(path: "endurance-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await run(in: folder.appending(path: "switchboard.db").path)
        }
    }

    private func run(in place: String) async throws {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        try await withSandboxServer(configuration) { sandbox in
            let contact = try await sandbox.org.create("Contact", ["LastName": "Endurance"])
            for number in 0..<arguments.writes where number % 4 == 3 {
                let holder = NumberedWrite(number: number, contact: contact).holder
                try await sandbox.org.create("Lead", ["LastName": .string(holder), "Company": "Acme"])
            }
            let user = try await sandbox.org.query("SELECT CreatedById FROM Contact")[0]["CreatedById"]?.string ?? ""
            sandbox.faults.seed(arguments.seed)
            for method in ["POST", "PATCH"] {
                let writes = RequestPattern(method: method)
                sandbox.faults.add(Fault(.latency(.milliseconds(20)), to: writes, probability: 0.3))
                sandbox.faults.add(Fault(.dropAfterCommit, to: writes, probability: 0.1))
                sandbox.faults.add(Fault(.dropBeforeCommit, to: writes, probability: 0.05))
                sandbox.faults.add(Fault(.unavailable, to: writes, probability: 0.05))
            }
            let node = NodeProcess(
                [
                    "--worker", place, "--org", sandbox.baseURL, "--token", sandbox.token, "--contact", contact,
                    "--user", user,
                ] + (arguments.postgres.map { ["--postgres", $0] } ?? [])
            )
            var generator = Random(state: arguments.seed)
            var told: [Int: String] = [:]
            var kills = 0
            // What a killed node had in hand is left alone for a while: a node that is given too little time does nothing.
            var longest = 300
            while told.count < arguments.writes {
                let numbers = (0..<arguments.writes).filter { told[$0] == nil }
                let run = try await node.run(
                    ["--numbers", numbers.map(String.init).joined(separator: ",")],
                    killedAfter: .milliseconds(Int.random(in: 10...longest, using: &generator))
                )
                if run.isKilled { kills += 1 } else if run.status != 0 { throw Failure(description: run.errors) }
                let before = told.count
                for line in run.lines("told") where line.count >= 2 { told[Int(line[0]) ?? -1] = line[1] }
                longest = told.count > before ? 300 : longest * 2
            }
            let last = try await node.run([])
            guard last.status == 0 else { throw Failure(description: last.errors) }
            try await check(told, last.lines("end"), sandbox, contact)
            print(
                "\(arguments.postgres == nil ? "SQLite" : "PostgreSQL"): \(arguments.writes) writes, \(kills) kills: "
                    + "every write is there once, or was reported as not done."
            )
        }
    }

    /// Compares what agents were told, and what the journal says, with what is in the org.
    private func check(
        _ told: [Int: String],
        _ ends: [[String]],
        _ sandbox: RunningSandbox,
        _ contact: String
    ) async throws {
        var isWritten: [Int: Bool] = [:]
        var problems: [String] = []
        for end in ends where end.count >= 3 {
            guard let number = Int(end[0]) else { continue }
            if end[1] != "yes", end[1] != "no" { problems.append("\(number) is still open: \(end)") }
            isWritten[number] = isWritten[number] ?? false || end[1] == "yes"
        }
        var counts = (missing: 0, done: 0)
        for number in 0..<arguments.writes {
            let write = NumberedWrite(number: number, contact: contact)
            let count = try await self.count(write, in: sandbox)
            let expected = isWritten[number] ?? false ? 1 : 0
            if count != expected {
                problems.append("\(write.action) \(number) is there \(count) times, not \(expected).")
            }
            if told[number] == "yes", count != 1 {
                problems.append("\(number) was told to be done, and is there \(count) times.")
            }
            if told[number] == "no", count != 0 { problems.append("\(number) was told not to be done, and is there.") }
            if count == 1 { counts.done += 1 } else { counts.missing += 1 }
        }
        print("\(counts.done) done, \(counts.missing) reported as not done")
        guard problems.isEmpty else {
            throw Failure(description: (problems + ["seed \(arguments.seed)"]).joined(separator: "\n"))
        }
    }

    private func count(_ write: NumberedWrite, in sandbox: RunningSandbox) async throws -> Int {
        switch write.action {
        case "create_lead":
            return try await sandbox.org.query("SELECT Id FROM Lead WHERE LastName = '\(write.name)'").count
        case "log_call": return try await sandbox.org.query("SELECT Id FROM Task WHERE Subject = '\(write.name)'").count
        case "create_note":
            let notes = try await sandbox.org.query("SELECT Id FROM ContentNote WHERE Title = '\(write.name)'")
            for note in notes {
                let links = try await sandbox.org.query(
                    """
                    SELECT Id FROM ContentDocumentLink WHERE ContentDocumentId = '\(note["Id"]?.string ?? "")' \
                    AND LinkedEntityId = '\(write.contact)'
                    """
                )
                // A note that nobody finds is worse than none.
                if links.count != 1 { return -1 }
            }
            return notes.count
        default: return try await sandbox.org.query("SELECT Id FROM Lead WHERE Email = '\(write.email)'").count
        }
    }
}

/// The same numbers for the same seed.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

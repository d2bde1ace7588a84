import ArgumentParser
import Calls
import Platforms
import Storage

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Work with the record of everything that was done.",
        subcommands: [VerifyAudit.self]
    )
}

struct VerifyAudit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Find out whether the record was changed.",
        discussion: """
            Every entry is tied to the one before it. The server logs the end of the chain every hour; with such a line, \
            entries cut off the end are found even if whoever did it knew how the record is kept:

              switchboard audit verify --checkpoint 1042:5e884898da28047151d0e56f8dc62927…
            """
    )

    @Option(help: ArgumentHelp("An end of the chain from the log: entries:hash.", valueName: "checkpoint"))
    var checkpoint: Checkpoint?

    @OptionGroup var options: DataOptions

    func run() async throws {
        let database = try await options.openDatabase()
        let verdict: AuditVerdict
        do throws(StoreError) {
            verdict = try await AuditTrail.verify(AuditStorage(database), against: checkpoint?.head)
        } catch {
            throw Mistake("The record can't be read: \(error.reason)")
        }
        await database.close()
        switch verdict {
        case .intact(let head):
            Terminal.writeLine("The record is whole: \(head.count) entries, the last with the hash \(head.hash).")
        case .broken(let reason):
            throw Mistake("The record was changed. \(reason)")
        }
    }
}

struct Checkpoint: ExpressibleByArgument {
    let head: AuditChain.Head

    init?(argument: String) {
        let parts = argument.split(separator: ":")
        guard parts.count == 2, let count = Int(parts[0]), parts[1].utf8.count == 64 else { return nil }
        head = AuditChain.Head(count: count, hash: parts[1].lowercased())
    }
}

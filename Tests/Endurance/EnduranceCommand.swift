import Foundation

/// Kills a node again and again while it writes, and counts afterwards what is in the org.
///
///     endurance [--writes 500] [--seed 1] [--postgres ADDRESS]
@main
struct EnduranceCommand {
    static func main() async {
        do {
            let arguments = try EnduranceArguments(CommandLine.arguments.dropFirst())
            if arguments.isWorker {
                try await Worker(arguments).run()
            } else {
                try await Endurance(arguments).run()
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }
}

/// What the command is told.
struct EnduranceArguments {
    var isWorker = false
    /// How many writes are asked for.
    var writes = 500
    var seed: UInt64 = .random(in: 0 ... .max)
    /// The address of a PostgreSQL server; nil for SQLite in a folder of its own.
    var postgres: String?
    /// For a worker: the database's file, or the schema on the server.
    var place = ""
    /// For a worker: where the org is, and what lets it in.
    var org = ""
    var token = ""
    /// For a worker: which writes it is asked for; none, to finish what is left.
    var numbers: [Int] = []
    /// For a worker: a contact to write about, and the user that writes.
    var contact = ""
    var user = ""

    struct Unknown: Error, CustomStringConvertible {
        var description: String
    }

    init(_ arguments: some Sequence<String>) throws {
        var iterator = arguments.makeIterator()
        while let name = iterator.next() {
            guard let value = iterator.next() else { throw Unknown(description: "\(name) has no value.") }
            switch name {
            case "--writes": writes = Int(value) ?? writes
            case "--seed": seed = UInt64(value) ?? seed
            case "--postgres": postgres = value
            case "--worker":
                isWorker = true
                place = value
            case "--org": org = value
            case "--token": token = value
            case "--numbers": numbers = value.split(separator: ",").compactMap { Int($0) }
            case "--contact": contact = value
            case "--user": user = value
            default: throw Unknown(description: "There is no option \(name).")
            }
        }
    }
}

/// One of the writes that are asked for: each leaves records that only it can have made.
struct NumberedWrite {
    let number: Int
    let contact: String

    /// What only this write's records are called.
    var name: String { "Endurance \(number)" }

    /// The lead that is there for an update, and what it is to get.
    var holder: String { "Holder\(number)x" }
    var email: String { "endurance\(number)@acme.example" }

    var action: String { ["create_lead", "log_call", "create_note", "update_lead"][number % 4] }
}

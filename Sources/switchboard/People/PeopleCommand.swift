import ArgumentParser
import Calls
import JSON
import Platforms
import Storage
import Workspace

struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "Work with the people of a server, on the machine it runs on.",
        subcommands: [ResetPassword.self]
    )
}

/// The way back in for an owner who has lost the password, and has no other owner to ask.
struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Give somebody a new password, which is shown once.",
        discussion: """
            For when nobody who could do it can come in. The server may be running. All sessions of the person end; \
            tokens of their programs stay. It is on record.

              switchboard people reset-password --data /var/lib/switchboard ada@acme.example
            """
    )

    @Argument(help: ArgumentHelp("The e-mail address they log in with.", valueName: "email"))
    var email: String

    @OptionGroup var options: DataOptions

    func run() async throws {
        let database = try await options.openDatabase()
        let outcome: Result<Secret, any Error>
        do {
            outcome = .success(try await reset(in: database))
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        Terminal.writeLine("The new password of \(email), shown this once: \(try outcome.get().text)")
    }

    private func reset(in database: any Database) async throws -> Secret {
        let people = PeopleDirectory(PeopleStorage(database))
        let password = Secret(RandomText.hexadecimal(bytes: 12))
        let person: Person
        do throws(PeopleError) {
            let known = try await people.people()
            guard let found = known.first(where: { $0.email == email.lowercased() }) else { throw .unknownPerson }
            try await people.resetPassword(of: found.id, to: password)
            person = found
        } catch .unknownPerson {
            throw Mistake("Nobody logs in with \(email). \(await owners(among: people))")
        } catch {
            throw Mistake("The password could not be set; try again. \(error)")
        }
        do throws(StoreError) {
            try await AuditStorage(database).append([
                AuditEntry(
                    .person,
                    by: "command_line",
                    action: "resetPassword",
                    outcome: "done",
                    personal: AuditEntry.Personal(details: ["person_id": .string(person.id)])
                )
            ])
        } catch {
            // Nothing is done that is not on record: the password that was set is not told.
            throw Mistake("The new password could not be recorded, and is not shown; try again. \(error.reason)")
        }
        return password
    }

    private func owners(among people: PeopleDirectory) async -> String {
        let owners = ((try? await people.people()) ?? []).filter { $0.role == .owner }.map(\.email)
        return owners.isEmpty
            ? "Nobody has set this server up yet: it prints a link for that as it starts."
            : "The owners are: \(owners.joined(separator: ", "))."
    }
}

import ArgumentParser
import SOQL

struct SOQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soql",
        abstract: "Work with SOQL and SOSL.",
        subcommands: [Check.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check queries, one a line of standard input.",
            discussion: """
                Answers a line for each: ok, or error LINE:COLUMN and what is wrong. Exits with 1 if any is wrong.

                  echo "SELECT Id FROM Contact WHERE Name = 'O'Brien'" | switchboard soql check
                """
        )

        @Flag(help: "The lines are SOSL searches.")
        var sosl = false

        func run() throws {
            var number = 0
            var isClean = true
            while let line = readLine() {
                number += 1
                do throws(SyntaxError) {
                    if sosl { _ = try Search(parsing: line) } else { _ = try Query(parsing: line) }
                    Terminal.writeLine("ok")
                } catch {
                    isClean = false
                    Terminal.writeLine("error \(number):\(error.position.column) \(error.message)")
                }
            }
            guard isClean else { throw ExitCode.failure }
        }
    }
}

import DatabaseFixture
import Foundation
import Testing

/// `make endurance`, with as few writes as find something.
struct EnduranceTests {
    @Test(.timeLimit(.minutes(5)), arguments: TestDatabase.engines)
    func `a node that is killed while it writes loses nothing and doubles nothing`(engine: TestDatabase) async throws {
        var arguments = ["--writes", "12"]
        if case .postgres(let address) = engine { arguments += ["--postgres", address] }
        let process = Process()
        process.executableURL = Bundle.main.bundleURL.appending(path: "endurance")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        for await _ in ends {}
        if process.isRunning {
            // The time limit ends the waiting, not the process.
            process.terminate()
            process.waitUntilExit()
        }
        // A run prints less than a pipe holds.
        let printed = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(process.terminationStatus == 0, "\(printed)")
        #expect(printed.contains("12 writes"))
    }
}

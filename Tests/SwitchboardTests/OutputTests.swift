import Foundation
import Testing

@Suite
struct OutputTests {
    @Test(arguments: [["actions", "list"], ["demo", "--once"]])
    func `output that nobody can take ends the command without a crash`(command: [String]) async throws {
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        process.standardError = FileHandle.nullDevice
        #expect(try await process.runToEnd() == 1)
        #expect(process.terminationReason == .exit)
    }
}

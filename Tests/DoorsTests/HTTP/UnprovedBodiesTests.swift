import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import Doors

@Suite struct UnprovedBodiesTests {
    private let bodies = UnprovedBodies(UnprovedBodies.Limits(free: 10, ofAddress: 100, ofAll: 150))

    /// Reads a body of a length, with what is done while it is held.
    private func read(
        _ length: Int,
        from address: String,
        while held: () async throws -> Void = {}
    ) async throws -> Int {
        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/")
        let body = RequestBody(buffer: ByteBuffer(repeating: 0x61, count: length))
        return try await bodies.read(Request(head: head, body: body), from: address, upTo: 1000) { bytes in
            try await held()
            return bytes.count
        }
    }

    private func isRefused(_ length: Int, from address: String) async -> Bool {
        do {
            _ = try await read(length, from: address)
            return false
        } catch {
            return (error as? ProblemDetails)?.status == .serviceUnavailable
        }
    }

    @Test func `an address has its share, and gives back what it had`() async throws {
        #expect(await isRefused(111, from: "a"))
        _ = try await read(70, from: "a") {
            #expect(await isRefused(51, from: "a"))
            let own = try await read(50, from: "a")
            let other = try await read(100, from: "b")
            #expect(own == 50 && other == 100)
        }
        #expect(try await read(110, from: "a") == 110)
    }

    @Test func `all together have theirs, and what is short is read all the same`() async throws {
        _ = try await read(110, from: "a") {
            #expect(await isRefused(61, from: "b"))
            _ = try await read(60, from: "b") {
                #expect(await isRefused(11, from: "c"))
                let short = try await read(10, from: "c")
                #expect(short == 10)
            }
        }
    }
}

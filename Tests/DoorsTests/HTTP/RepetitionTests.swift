import Doors
import HTTPTypes
import JSON
import Synchronization
import Testing
import Workspace

/// Requests with an idempotency key.
struct RepetitionTests {
    /// Counts what was done, and waits for as long as it is told.
    final class Counter: Sendable {
        private let count = Mutex(0)
        let began = AsyncStream.makeStream(of: Void.self)
        let gate = AsyncStream.makeStream(of: Void.self)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }

        var endpoint: Endpoint {
            Endpoint(
                .post,
                "/v1/counts",
                "count",
                "Counts.",
                for: .person(.viewer),
                body: .json(.object([.optional("fails", .boolean), .optional("waits", .boolean)]), example: [:]),
                takesIdempotencyKey: true,
                answers: [.json("The number.", .anything, status: .created)]
            ) { request in
                let number = self.next()
                if request.body["waits"] == true {
                    self.began.continuation.yield()
                    for await _ in self.gate.stream { break }
                }
                guard request.body["fails"] != true else { throw ProblemDetails(.conflict, "failed", "It failed.") }
                return .created(["number": .number(JSONNumber(number))], at: "/v1/counts/\(number)")
            }
        }
    }

    private let key = HTTPField.Name("Idempotency-Key") ?? .server
    private let replayed = HTTPField.Name("Idempotent-Replayed") ?? .server

    @Test func `a repetition is answered as the first and does nothing`() async throws {
        try await asking([Counter().endpoint], as: FixedCredentials.owner) { client in
            let first = try await client.ask(.post, "/v1/counts", [:], headers: [key: "a"])
            let second = try await client.ask(.post, "/v1/counts", [:], headers: [key: "a"])
            #expect(second.text == #"{"number":1}"# && second.status == 201)
            #expect(second.headers[.location] == first.headers[.location])
            #expect(first.headers[replayed] == nil && second.headers[replayed] == "true")
            let other = try await client.ask(.post, "/v1/counts", [:], headers: [key: "b"])
            #expect(other.json["number"] == 2)
            let none = try await client.ask(.post, "/v1/counts", [:])
            #expect(none.json["number"] == 3)
        }
    }

    @Test func `a key is its sender's own`() async throws {
        try await asking([Counter().endpoint], as: FixedCredentials.owner) { client in
            _ = try await client.ask(.post, "/v1/counts", [:], headers: [key: "a"])
            let other = try await client.with(token: FixedCredentials.viewer).ask(
                .post,
                "/v1/counts",
                [:],
                headers: [key: "a"]
            )
            #expect(other.json["number"] == 2)
        }
    }

    @Test func `another request can't have the key`() async throws {
        try await asking([Counter().endpoint], as: FixedCredentials.owner) { client in
            _ = try await client.ask(.post, "/v1/counts", [:], headers: [key: "a"])
            let other = try await client.ask(.post, "/v1/counts", ["fails": false], headers: [key: "a"])
            #expect(other.code == "idempotency_key_reused" && other.status == 422)
            for wrong in [String(repeating: "a", count: 201), "with space"] {
                let refused = try await client.ask(.post, "/v1/counts", [:], headers: [key: wrong])
                #expect(refused.code == "invalid_idempotency_key" && refused.status == 400)
            }
        }
    }

    @Test func `what failed may be tried again with its key`() async throws {
        try await asking([Counter().endpoint], as: FixedCredentials.owner) { client in
            for _ in 0..<2 {
                let failed = try await client.ask(.post, "/v1/counts", ["fails": true], headers: [key: "a"])
                #expect(failed.code == "failed")
            }
            let other = try await client.ask(.post, "/v1/counts", [:], headers: [key: "a"])
            #expect(other.json["number"] == 3)
        }
    }

    @Test func `a repetition of what is under way is told to wait`() async throws {
        let counter = Counter()
        try await asking([counter.endpoint], as: FixedCredentials.owner) { client in
            async let first = client.ask(.post, "/v1/counts", ["waits": true], headers: [key: "a"])
            for await _ in counter.began.stream { break }
            let second = try await client.ask(.post, "/v1/counts", ["waits": true], headers: [key: "a"])
            #expect(second.code == "request_under_way" && second.headers[.retryAfter] == "1")
            counter.gate.continuation.yield()
            let answer = try await first
            #expect(answer.status == 201)
        }
    }
}

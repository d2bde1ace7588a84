import JSON
import NIOCore
import SandboxOrg
import Testing

extension SandboxServer.Configuration {
    /// An org with the records every org has.
    static var empty: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        return configuration
    }
}

/// What arrives on a real socket, byte for byte.
struct ConnectionTests {
    private func request(
        _ method: String,
        _ path: String,
        _ body: String = "",
        token: String,
        headers: String = ""
    ) -> [UInt8] {
        Array(
            """
            \(method) /services/data/v59.0/\(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\
            Connection: close\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\
            \(headers)\r\n\(body)
            """.utf8
        )
    }

    @Test(arguments: [(Fault.Kind.dropBeforeCommit, 0), (.dropAfterCommit, 1)])
    func `nothing of an answer arrives when the connection is dropped`(kind: Fault.Kind, records: Int) async throws {
        try await withSandboxServer(.empty) { sandbox in
            sandbox.faults.add(Fault(kind))
            let create = request("POST", "sobjects/Account", #"{"Name": "Onlyonce"}"#, token: sandbox.token)
            #expect(try await RawConnection.exchange(create, port: sandbox.port).bytes == [])
            #expect(sandbox.requests.map(\.status) == [nil])
            let found = try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'Onlyonce'")
            #expect(found.count == records)
        }
    }

    @Test func `a slow body has a head at once and all its bytes in the end`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            let get = request("GET", "limits", token: sandbox.token)
            sandbox.faults.add(Fault(.slowBody(.milliseconds(200)), count: 1))
            let start = ContinuousClock.now
            let slow = try await RawConnection.exchange(get, port: sandbox.port)
            #expect(start.duration(to: .now) >= .milliseconds(200))
            #expect(slow.status == 200)
            #expect(slow.text.lowercased().contains("transfer-encoding: chunked\r\n"))
            #expect(slow.text.contains("DailyApiRequests"))
            #expect(slow.text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test func `malformed JSON is half an answer in a whole body`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            sandbox.faults.add(Fault(.malformedJSON))
            let answer = try await RawConnection.exchange(
                request("GET", "sobjects/Account/describe", token: sandbox.token),
                port: sandbox.port
            )
            #expect(answer.status == 200)
            #expect(answer.body.hasPrefix("{"))
            #expect(throws: JSONError.self) { try JSONValue(parsing: answer.body) }
        }
    }

    // MARK: Clients that don't behave

    @Test func `a client that has said all it will is answered`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            let answer = try await RawConnection.exchange(
                request("GET", "limits", token: sandbox.token),
                port: sandbox.port,
                halfCloses: true
            )
            #expect(answer.status == 200)
        }
    }

    @Test func `a request that stops in the middle changes nothing`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            let whole = request("POST", "sobjects/Account", #"{"Name": "Onlyonce"}"#, token: sandbox.token)
            for length in stride(from: 1, to: whole.count, by: 23) {
                _ = try await RawConnection.exchange(Array(whole.prefix(length)), port: sandbox.port, halfCloses: true)
            }
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'Onlyonce'").isEmpty)
            #expect(try await RawConnection.exchange(whole, port: sandbox.port).status == 201)
        }
    }

    @Test func `headers that are too long are refused`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            let long = request(
                "GET",
                "limits",
                token: sandbox.token,
                headers: "X-Long: \(String(repeating: "a", count: 17_000))\r\n"
            )
            #expect(try await RawConnection.exchange(long, port: sandbox.port).status == 431)
            let endless = request(
                "GET",
                "limits",
                token: sandbox.token,
                headers: "X-Long: \(String(repeating: "a", count: 300_000))\r\n"
            )
            let answer = try await RawConnection.exchange(endless, port: sandbox.port)
            #expect(answer.status == nil || answer.status == 400 || answer.status == 431)
            let path = request("GET", "query?q=" + String(repeating: "a", count: 17_000), token: sandbox.token)
            #expect(try await RawConnection.exchange(path, port: sandbox.port).status == 414)
        }
    }

    @Test func `random bytes get no answer of success, and the server lives on`() async throws {
        try await withSandboxServer(.empty) { sandbox in
            var generator = Numbers(state: 7)
            let whole = request("POST", "sobjects/Account", #"{"Name": "Onlyonce"}"#, token: "none")
            for _ in 0..<150 {
                var bytes: [UInt8]
                if Bool.random(using: &generator) {
                    bytes = (0..<Int.random(in: 1...600, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
                } else {
                    // Nearly a request: a few bytes of a good one are others.
                    bytes = whole
                    for _ in 0..<Int.random(in: 1...6, using: &generator) {
                        let index = Int.random(in: bytes.indices, using: &generator)
                        bytes[index] = UInt8.random(in: 0...255, using: &generator)
                    }
                }
                let answer = try await RawConnection.exchange(bytes, port: sandbox.port, halfCloses: true)
                #expect(answer.status.map { (400..<500).contains($0) } ?? true, "\(answer.text) to \(bytes)")
            }
            #expect(
                try await RawConnection.exchange(
                    request("GET", "limits", token: sandbox.token),
                    port: sandbox.port
                ).status == 200
            )
        }
    }
}

extension RawConnection.Answer {
    fileprivate var body: String {
        let text = text
        return text.range(ofBlankLine: "\r\n\r\n").map { String(text[$0...]) } ?? ""
    }
}

extension String {
    /// Where the text after the first blank line begins.
    fileprivate func range(ofBlankLine separator: String) -> Index? {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(separator) { return rest.dropFirst(separator.count).startIndex }
            rest = rest.dropFirst()
        }
        return nil
    }
}

/// The same numbers in every run.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

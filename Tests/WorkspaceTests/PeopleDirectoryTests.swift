import DatabaseFixture
import Foundation
import Platforms
import Storage
import Synchronization
import Testing
import Workspace

extension PasswordHashing {
    /// Fast enough for tests.
    static let quick = PasswordHashing(cost: 4, passes: 1)
}

/// A clock that tests set.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_780_000_000))

    /// What reads it.
    var reading: @Sendable () -> Date { { self.now } }
    var now: Date { time.withLock(\.self) }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

@Suite struct PeopleDirectoryTests {
    private static let password = Secret("correct horse battery")

    @Test(arguments: TestDatabase.engines)
    func `the first owner comes by the set-up link, once`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let people = workspace.people
            let old = try #require(try await people.prepareSetUp())
            let link = try #require(try await people.prepareSetUp())
            await #expect(throws: PeopleError.unknownLink) {
                try await people.setUp(link: old, email: "a@b.example", name: "Ann", password: Self.password)
            }
            let arrival = try await people.setUp(
                link: link,
                email: "Ann@B.example",
                name: "Ann",
                password: Self.password
            )
            #expect(arrival.person.role == .owner)
            #expect(arrival.person.email == "ann@b.example")
            #expect(try await people.principal(token: arrival.token)?.person.id == arrival.person.id)
            await #expect(throws: PeopleError.unknownLink) {
                try await people.setUp(link: link, email: "c@b.example", name: "Bob", password: Self.password)
            }
            #expect(try await people.prepareSetUp() == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `of many who use the set-up link at once, one gets in`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            let link = try #require(try await nodes[0].people.prepareSetUp())
            let arrived = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<6 {
                    let people = nodes[index % 2].people
                    group.addTask {
                        let arrival = try? await people.setUp(
                            link: link,
                            email: "p\(index)@b.example",
                            name: "P",
                            password: Self.password
                        )
                        return arrival != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(arrived == 1)
            #expect(try await nodes[1].people.people().count == 1)
        }
    }

    @Test func `a set-up link is good for a day`() async throws {
        let clock = TestClock()
        try await WorkspaceFixture.with(.sqlite, clock: clock.reading) { workspace in
            let link = try #require(try await workspace.people.prepareSetUp())
            clock.advance(by: PeopleDirectory.setUpLifetime + 1)
            await #expect(throws: PeopleError.unknownLink) {
                try await workspace.people.setUp(link: link, email: "a@b.example", name: "A", password: Self.password)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a session ends by itself, by logging out, and with another password`(engine: TestDatabase) async throws {
        let clock = TestClock()
        try await WorkspaceFixture.with(engine, clock: clock.reading) { workspace in
            let people = workspace.people
            let ann = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            let first = try await people.logIn(email: "ANN@b.example", password: Self.password, from: nil)
            #expect(try await people.principal(token: first.token)?.role == .owner)
            try await people.logOut(first.token)
            #expect(try await people.principal(token: first.token) == nil)

            let second = try await people.logIn(email: ann.email, password: Self.password, from: nil)
            let third = try await people.logIn(email: ann.email, password: Self.password, from: nil)
            try await people.changePassword(
                of: ann.id,
                from: Self.password,
                to: Secret("another good one"),
                in: third.session.id
            )
            #expect(try await people.principal(token: second.token) == nil)
            #expect(try await people.principal(token: third.token) != nil)
            clock.advance(by: PeopleDirectory.sessionLifetime)
            #expect(try await people.principal(token: third.token) == nil)
            await #expect(throws: PeopleError.wrongCredentials) {
                try await people.logIn(email: ann.email, password: Self.password, from: nil)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `who guesses has to wait, and nobody else has`(engine: TestDatabase) async throws {
        let clock = TestClock()
        try await WorkspaceFixture.with(engine, clock: clock.reading) { workspace in
            let people = workspace.people
            _ = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            // All at once: each is counted before any is answered.
            let refusals = await withTaskGroup(of: PeopleError?.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        do throws(PeopleError) {
                            _ = try await people.logIn(
                                email: "ann@b.example",
                                password: Secret("guess"),
                                from: "192.0.2.1"
                            )
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals.count { $0 == .wrongCredentials } == 5)
            #expect(refusals.count { $0 == .tooManyAttempts(wait: 900) } == 7)
            await #expect(throws: PeopleError.tooManyAttempts(wait: 900)) {
                try await people.logIn(email: "ann@b.example", password: Self.password, from: "192.0.2.1")
            }
            _ = try await people.logIn(email: "ann@b.example", password: Self.password, from: "192.0.2.2")
            clock.advance(by: 901)
            _ = try await people.logIn(email: "ann@b.example", password: Self.password, from: "192.0.2.1")
        }
    }

    @Test func `refusals are told with whom they name, until there are too many`() async throws {
        let clock = TestClock()
        let events = Mutex<[PeopleEvent]>([])
        try await WorkspaceFixture.with(.sqlite) { workspace in
            let people = PeopleDirectory(
                workspace.peopleStore,
                hashing: .quick,
                clock: clock.reading,
                observer: { event in events.withLock { $0.append(event) } }
            )
            let ann = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            for number in 0..<120 {
                _ = try? await people.logIn(
                    email: number < 60 ? "\(number)@b.example" : "ann@b.example",
                    password: Secret("guess"),
                    from: "192.0.2.\(number)"
                )
            }
            #expect(events.withLock { $0.count { $0.personID == nil } } == 50)
            #expect(events.withLock { $0.count { $0.personID == ann.id } } == 50)
            #expect(events.withLock { $0.count(where: \.isLastForNow) } == 2)
            clock.advance(by: 901)
            _ = try await people.logIn(email: "ann@b.example", password: Self.password, from: "192.0.2.200")
            let last = PeopleEvent(.logIn, as: ann.id, from: "192.0.2.200")
            #expect(events.withLock(\.last) == last)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a session tells when and from where it was used last`(engine: TestDatabase) async throws {
        let clock = TestClock()
        try await WorkspaceFixture.with(engine, clock: clock.reading) { workspace in
            let people = workspace.people
            _ = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            let arrival = try await people.logIn(
                email: "ann@b.example",
                password: Self.password,
                from: "192.0.2.1",
                on: "Firefox on Linux"
            )
            let start = clock.now
            clock.advance(by: 30)
            let principal = try #require(try await people.principal(token: arrival.token, from: "192.0.2.2"))
            let first = try #require(try await people.sessions(for: principal).first)
            #expect(first.usedAt == start && first.address == "192.0.2.1" && first.device == "Firefox on Linux")
            clock.advance(by: 30)
            _ = try await people.principal(token: arrival.token, from: "192.0.2.2")
            let second = try #require(try await people.sessions(for: principal).first)
            #expect(second.usedAt == clock.now && second.address == "192.0.2.2")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what is over is forgotten, and nothing else`(engine: TestDatabase) async throws {
        let clock = TestClock()
        try await engine.withDatabase { database in
            let people = PeopleDirectory(PeopleStorage(database), hashing: .quick, clock: clock.reading)
            _ = try await people.prepareSetUp()
            let ann = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            let end = clock.now.addingTimeInterval(60)
            _ = try await people.issueAdminToken(named: "short", role: .viewer, by: ann, expiresAt: end)
            _ = try await people.issueAdminToken(named: "endless", role: .viewer, by: ann)
            _ = try await people.logIn(email: ann.email, password: Self.password, from: "192.0.2.1")
            _ = try? await people.logIn(email: ann.email, password: Secret("guess"), from: "192.0.2.1")
            func counts() async throws -> [Int] {
                var counts: [Int] = []
                for table in ["sessions", "set_up_links", "admin_tokens", "log_in_attempts"] {
                    counts += try await database.read { session throws(StoreError) in
                        try session.rows("SELECT COUNT(*) AS number FROM \(table)", []).map { row throws(StoreError) in
                            try row.integer("number")
                        }
                    }
                }
                return counts
            }
            try await people.forgetWhatIsOver()
            #expect(try await counts() == [1, 1, 2, 4])
            clock.advance(by: 901)
            try await people.forgetWhatIsOver()
            #expect(try await counts() == [1, 1, 1, 0])
            clock.advance(by: PeopleDirectory.setUpLifetime)
            try await people.forgetWhatIsOver()
            #expect(try await counts() == [0, 0, 1, 0])
        }
    }

    @Test func `right passwords are not counted`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            _ = try await workspace.people.add(email: "a@b.example", name: "A", role: .viewer, password: Self.password)
            for _ in 0..<20 {
                _ = try await workspace.people.logIn(email: "a@b.example", password: Self.password, from: "192.0.2.1")
            }
        }
    }

    @Test func `an account that does not exist is answered like a wrong password`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            await #expect(throws: PeopleError.wrongCredentials) {
                try await workspace.people.logIn(email: "nobody@b.example", password: Self.password, from: nil)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `there is always an owner`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            let people = nodes[0].people
            let ann = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            let bob = try await people.add(email: "bob@b.example", name: "Bob", role: .owner, password: Self.password)
            // Each makes the other a viewer, at the same time.
            let results = await withTaskGroup(of: Bool.self) { group in
                for (node, id) in zip(nodes, [ann.id, bob.id]) {
                    group.addTask { (try? await node.people.update(id, role: .viewer)) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count(where: \.self) == 1)
            let owners = try await people.people().filter { $0.role == .owner }
            #expect(owners.count == 1)
            await #expect(throws: PeopleError.lastOwner) { try await people.remove(owners[0].id) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a person goes with their sessions and tokens`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let people = workspace.people
            _ = try await people.add(email: "ann@b.example", name: "Ann", role: .owner, password: Self.password)
            let bob = try await people.add(email: "bob@b.example", name: "Bob", role: .owner, password: Self.password)
            await #expect(throws: PeopleError.emailTaken("bob@b.example")) {
                try await people.add(email: "Bob@b.example", name: "Bob", role: .viewer, password: Self.password)
            }
            let session = try await people.logIn(email: bob.email, password: Self.password, from: nil)
            let (token, secret) = try await people.issueAdminToken(named: "CI", role: .owner, by: bob)
            #expect(secret.text.hasPrefix("swb_admin_"))
            #expect(try await people.principal(token: secret)?.proof == .adminToken(id: token.id))
            // A token may never do more than who made it.
            let viewer = try await people.update(bob.id, role: .viewer)
            #expect(try await people.principal(token: secret)?.role == .viewer)
            #expect(viewer.revision == 2)
            try await people.remove(bob.id)
            #expect(try await people.principal(token: secret) == nil)
            #expect(try await people.principal(token: session.token) == nil)
            #expect(try await people.adminTokens().isEmpty)
        }
    }

    @Test func `a token ends when it is revoked, or its time is over`() async throws {
        let clock = TestClock()
        try await WorkspaceFixture.with(.sqlite, clock: clock.reading) { workspace in
            let people = workspace.people
            let ann = try await people.add(email: "a@b.example", name: "Ann", role: .owner, password: Self.password)
            let first = try await people.issueAdminToken(named: "one", role: .viewer, by: ann)
            clock.advance(by: 1)
            let end = clock.now.addingTimeInterval(60)
            let second = try await people.issueAdminToken(named: "two", role: .viewer, by: ann, expiresAt: end)
            #expect(try await people.adminTokens().map(\.name) == ["one", "two"])
            try await people.revokeAdminToken(first.token.id)
            #expect(try await people.principal(token: first.secret) == nil)
            await #expect(throws: PeopleError.unknownToken) { try await people.revokeAdminToken(first.token.id) }
            #expect(try await people.principal(token: second.secret) != nil)
            clock.advance(by: 60)
            #expect(try await people.principal(token: second.secret) == nil)
        }
    }

    @Test(arguments: [
        ("no-address", "Ann", "correct horse battery", ["email"]),
        ("a@b.example", "", "short", ["name", "password"]),
        ("a@b.example", "Ann", "aaaaaaaaaaaaaaaa", ["password"]),
        ("long.name@b.example", "Ann", "Long.Name@b.example", ["password"]),
    ])
    func `what makes no sense is refused`(
        email: String,
        name: String,
        password: String,
        members: [String]
    ) async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            await #expect {
                try await workspace.people.add(email: email, name: name, role: .viewer, password: Secret(password))
            } throws: { error in
                guard case .invalid(let problems) = error as? PeopleError else { return false }
                return problems.map(\.member) == members
            }
        }
    }

    @Test func `a password is kept so that it takes long to guess`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            let people = PeopleDirectory(workspace.peopleStore)
            _ = try await people.add(email: "a@b.example", name: "A", role: .viewer, password: Self.password)
            let kept = try #require(try await workspace.peopleStore.credentials(email: "a@b.example"))
            #expect(kept.password.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
            #expect(!kept.password.contains(Self.password.text))
        }
    }
}

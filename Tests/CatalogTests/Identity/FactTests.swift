import Actions
import Calls
import JSON
import Testing
import Workspace

/// A caller proves who they are by what the CRM has of them.
@Suite(.demoOrg) struct FactTests {
    private static let email: JSONValue = "sarah.johnson@acme.example"

    private func fixture(
        callerPhone: String? = "+15552345678",
        rule: VerificationRule = .standard,
        attempts: (any VerificationAttemptStore)? = AttemptLedger()
    ) async throws -> IdentityFixture {
        try await IdentityFixture(
            on: try #require(DemoOrg.shared),
            callerPhone: callerPhone,
            rule: rule,
            attempts: attempts
        )
    }

    @Test func `what needs a proof waits for it`() async throws {
        let fixture = try await fixture()
        let before = await fixture.ownCases()
        #expect(before.status == .verificationRequired)
        #expect(
            before.notes == ["Ask for two of: email, postal code or case number, and give them to verify_caller."]
        )
        let proof = await fixture.verify(["email": Self.email, "case_number": "1001"])
        #expect(proof.status == .completed)
        #expect(proof.result?["Name"] == "Sarah Johnson")
        #expect(await fixture.call.assurance == .verified)
        #expect(await fixture.call.caller?.name == "Sarah Johnson")
        let after = await fixture.ownCases()
        #expect(after.result?["totalSize"] == 5)
    }

    @Test(
        arguments: [
            ["email": "Sarah.Johnson@ACME.example", "postal_code": "62701"],
            ["email": "sarah dot johnson at acme dot example", "postal_code": "six two seven oh one"],
            ["email": "sarah.johnson@acme.example.", "postal_code": "6 2 7 0 1"],
            ["postal_code": "62701-0042", "case_number": "00001001"],
            ["postal_code": "62701", "case_number": "one zero zero two"],
            ["postal_code": "62701", "case_number": "case 1002"],
            ["email": "sarah.johnson@acme.example", "postal_code": "62701", "case_number": "1"],
        ] as [JSONObject]
    )
    func `facts are taken as people say them`(facts: JSONObject) async throws {
        let outcome = await (try fixture()).verify(facts)
        #expect(outcome.status == .completed, "\(outcome.say)")
    }

    @Test func `who proves it twenty times at once has tried once`() async throws {
        let ledger = AttemptLedger()
        let fixture = try await fixture(attempts: ledger)
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<20 {
                group.addTask { await fixture.verify(["email": Self.email, "postal_code": "62701"]) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0.status == .completed })
        #expect(ledger.most == 1)
    }

    @Test func `who is wrong twenty times at once has tried as often as a call may`() async throws {
        let ledger = AttemptLedger()
        let fixture = try await fixture(attempts: ledger)
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<20 {
                group.addTask { await fixture.verify(["email": Self.email, "postal_code": "10001"]) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0.status == .verificationRequired } == 2)
        #expect(ledger.most == 3)
    }

    @Test func `which fact was wrong is not told`() async throws {
        var outcomes: [Outcome] = []
        for facts in [
            ["email": Self.email, "postal_code": "10001"], ["email": "other@acme.example", "postal_code": "62701"],
            ["email": Self.email, "case_number": "1003"], ["email": Self.email, "case_number": "1007"],
        ] as [JSONObject] {
            let fixture = try await fixture()
            outcomes.append(await fixture.verify(facts))
            #expect(await fixture.call.assurance == .recognised)
        }
        #expect(Set(outcomes).count == 1)
        #expect(outcomes[0].status == .verificationRequired)
    }

    @Test func `after three attempts even the truth is too late`() async throws {
        let fixture = try await fixture()
        for attempt in 1...3 {
            let outcome = await fixture.verify(["email": Self.email, "postal_code": .string("0000\(attempt)")])
            #expect(outcome.status == (attempt < 3 ? .verificationRequired : .refused))
        }
        let outcome = await fixture.verify(["email": Self.email, "postal_code": "62701"])
        #expect(outcome.status == .refused)
        #expect(await fixture.call.assurance == .recognised)
    }

    @Test func `ten attempts an hour are enough for one contact, in however many calls`() async throws {
        let ledger = AttemptLedger()
        let clock = MovedClock()
        let org = try #require(DemoOrg.shared)
        for attempt in 0..<10 {
            let fixture = try await IdentityFixture(on: org, clock: clock, attempts: ledger)
            let outcome = await fixture.verify(["email": Self.email, "postal_code": .string("1000\(attempt)")])
            #expect(outcome.status == .verificationRequired)
        }
        let truth: JSONObject = ["email": Self.email, "postal_code": "62701"]
        #expect(try await (IdentityFixture(on: org, clock: clock, attempts: ledger)).verify(truth).status == .refused)
        // A withheld number does not help: the contact has had its attempts.
        let withheld = try await IdentityFixture(on: org, callerPhone: nil, clock: clock, attempts: ledger)
        #expect(await withheld.verify(["email": Self.email, "case_number": "1001"]).status == .refused)
        clock.advance(by: 3601)
        #expect(try await (IdentityFixture(on: org, clock: clock, attempts: ledger)).verify(truth).status == .completed)
    }

    @Test func `nobody is verified while attempts can't be counted`() async throws {
        let fixture = try await fixture(attempts: LostLedger())
        let outcome = await fixture.verify(["email": Self.email, "postal_code": "62701"])
        #expect(outcome.status == .unavailable)
        #expect(await fixture.call.assurance == .recognised)
    }

    @Test func `a caller without a number is found by facts that are theirs alone`() async throws {
        let fixture = try await fixture(callerPhone: nil)
        #expect(await fixture.ownCases().status == .verificationRequired)
        let org = try #require(DemoOrg.shared)
        let rows = try await org.rows("SELECT CaseNumber FROM Case WHERE Contact.Name = 'Sarah Connor'")
        let number = try #require(rows[0]?["CaseNumber"])
        let outcome = await fixture.verify(["email": "sarah.connor@cyberdyne.example", "case_number": number])
        #expect(outcome.status == .completed)
        #expect(await fixture.call.caller?.name == "Sarah Connor")
        #expect(await fixture.ownCases().result?["records"]?[0]?["Subject"] == "Night line must always be answered")
    }

    @Test(
        arguments: [
            ["email": "sarah.connor@cyberdyne.example", "case_number": "1001"],
            ["email": "nobody@nowhere.example", "case_number": "1001"],
            ["postal_code": "62701", "case_number": "9999"],
            ["email": "' OR Name LIKE '%", "case_number": "1001"],
        ] as [JSONObject]
    )
    func `facts of two people, or of nobody, prove nothing`(facts: JSONObject) async throws {
        let fixture = try await fixture(callerPhone: nil)
        #expect(await fixture.verify(facts).status == .verificationRequired)
        #expect(await fixture.call.assurance == .unknown)
        #expect(await fixture.call.caller == nil)
    }

    @Test(
        arguments: [
            (["email": email], "To be sure who is calling, I need two of: email, postal code or case number."),
            (
                ["email": email, "shoe_size": "42"],
                "I can't check that. I can check two of: email, postal code or case number."
            ),
            (
                ["email": email, "postal_code": " "],
                "To be sure who is calling, I need two of: email, postal code or case number."
            ),
        ] as [(JSONObject, String)]
    )
    func `too little, or what nobody knows, is not an attempt`(facts: JSONObject, say: String) async throws {
        let fixture = try await fixture()
        for _ in 1...4 {
            let outcome = await fixture.verify(facts)
            #expect(outcome.status == .invalid)
            #expect(outcome.say == say)
        }
        #expect(await fixture.verify(["email": Self.email, "postal_code": "62701"]).status == .completed)
    }

    @Test func `the facts themselves are kept nowhere in the call`() async throws {
        let fixture = try await fixture()
        _ = await fixture.verify(["email": Self.email, "postal_code": "62701"])
        let invocation = try #require(await fixture.call.invocations.last)
        #expect(invocation.action == "verify_caller")
        #expect(invocation.arguments == ["email": "…", "postal_code": "…"])
        #expect(invocation.requests.isEmpty)
    }

    @Test func `an agent may ask for other fields, and for as many as it likes`() async throws {
        let rule = VerificationRule(
            facts: ["Contact.Email", "Account.AccountNumber", "Contact.Title"],
            requiredMatches: 3,
            allowsCode: false
        )
        let fixture = try await fixture(rule: rule)
        let facts: JSONObject = ["email": Self.email, "account_number": "AC 1001", "title": "VP of operations"]
        #expect(await fixture.verify(facts).status == .completed)
    }
}

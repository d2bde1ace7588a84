import Actions
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

/// A caller proves who they are by a code that was sent to them.
@Suite(.demoOrg) struct CodeTests {
    private let postbox = Postbox()
    private let clock = MovedClock()

    private func fixture(
        callerPhone: String? = "+15552345678",
        rule: VerificationRule = .standard,
        attempts: AttemptLedger = AttemptLedger(),
        codes: (any CodeDelivery)? = nil
    ) async throws -> IdentityFixture {
        try await IdentityFixture(
            on: try #require(DemoOrg.shared),
            callerPhone: callerPhone,
            rule: rule,
            clock: clock,
            attempts: attempts,
            codes: codes ?? postbox
        )
    }

    @Test func `the code that was sent proves who is calling`() async throws {
        let fixture = try await fixture()
        let sent = await fixture.sendCode()
        #expect(sent.status == .completed)
        #expect(
            sent.say == "I have sent a code to the mobile number that ends in 11. Please read me its six digits."
        )
        let message = try #require(postbox.messages.first)
        #expect(message.channel == .phone)
        #expect(message.target == "555-234-9911")
        #expect(message.code.count == 6 && message.code.allSatisfy(\.isNumber))
        #expect(message.callID == fixture.call.id)
        #expect(await fixture.verify(code: message.code.map(String.init).joined(separator: " ")).status == .completed)
        #expect(await fixture.call.assurance == .verified)
        #expect(await fixture.ownCases().status == .completed)
    }

    @Test func `a contact without a mobile number gets it by mail`() async throws {
        let fixture = try await fixture(callerPhone: "555-800-2030")
        #expect(await fixture.sendCode().say.contains("the email address that begins with s"))
        #expect(postbox.messages.first?.target == "sarah.connor@cyberdyne.example")
    }

    @Test func `a wrong code is no proof, and after three the right one is not either`() async throws {
        let fixture = try await fixture()
        _ = await fixture.sendCode()
        let code = try #require(postbox.messages.first?.code)
        let wrong = code == "123456" ? "654321" : "123456"
        for _ in 1...3 { #expect(await fixture.verify(code: wrong).status == .verificationRequired) }
        #expect(await fixture.verify(code: code).status == .refused)
        #expect(await fixture.call.assurance == .recognised)
    }

    @Test func `a code is good for five minutes, once, and only until the next is sent`() async throws {
        let fixture = try await fixture()
        _ = await fixture.sendCode()
        clock.advance(by: 301)
        #expect(await fixture.verify(code: try #require(postbox.messages.last?.code)).status == .refused)
        _ = await fixture.sendCode()
        let second = try #require(postbox.messages.last?.code)
        _ = await fixture.sendCode()
        let third = try #require(postbox.messages.last?.code)
        if second != third { #expect(await fixture.verify(code: second).status == .verificationRequired) }
        clock.advance(by: 299)
        #expect(await fixture.verify(code: third).status == .completed)
    }

    @Test func `three codes a call and five an hour are enough`() async throws {
        let attempts = AttemptLedger()
        let first = try await fixture(attempts: attempts)
        for number in 1...4 { #expect(await first.sendCode().status == (number < 4 ? .completed : .refused)) }
        let second = try await fixture(attempts: attempts)
        for number in 1...3 { #expect(await second.sendCode().status == (number < 3 ? .completed : .refused)) }
        #expect(postbox.messages.count == 5)
    }

    @Test func `nobody unknown is sent anything, nor by an agent that may not`() async throws {
        #expect(try await (fixture(callerPhone: nil)).sendCode().status == .refused)
        let rule = VerificationRule(facts: ["Contact.Email"], requiredMatches: 1, allowsCode: false)
        #expect(try await (fixture(rule: rule)).sendCode().status == .refused)
        #expect(postbox.messages.isEmpty)
    }

    @Test func `a code that did not go out is no code`() async throws {
        let fixture = try await fixture(codes: Postbox(failing: .unreachable))
        #expect(await fixture.sendCode().status == .unavailable)
        #expect(await fixture.verify(code: "000000").status == .refused)
    }

    @Test func `the code stands nowhere in the call`() async throws {
        let fixture = try await fixture()
        _ = await fixture.sendCode()
        let code = try #require(postbox.messages.first?.code)
        _ = await fixture.verify(code: code)
        for invocation in await fixture.call.invocations {
            #expect(!JSONValue.object(invocation.arguments).serializedText().contains(code))
            #expect(!invocation.outcome.json.serializedText().contains(code))
        }
    }
}

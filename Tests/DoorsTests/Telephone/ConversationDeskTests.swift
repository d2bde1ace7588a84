import Testing

@testable import Doors

@Suite struct ConversationDeskTests {
    @Test func `a place is kept for a call that is expected, and for no other`() {
        let desk = ConversationDesk()
        let now = ContinuousClock.now
        #expect(desk.reserve("one", upTo: 2, now: now))
        #expect(desk.reserve("two", upTo: 2, now: now))
        #expect(desk.reserve("one", upTo: 2, now: now))
        #expect(!desk.reserve("three", upTo: 2, now: now))
        desk.clear("two")
        #expect(desk.reserve("three", upTo: 2, now: now))
    }

    @Test func `a place is not kept for ever`() {
        let desk = ConversationDesk()
        let now = ContinuousClock.now
        #expect(desk.reserve("one", upTo: 1, now: now))
        #expect(!desk.reserve("two", upTo: 1, now: now.advanced(by: .seconds(29))))
        #expect(desk.reserve("two", upTo: 1, now: now.advanced(by: .seconds(31))))
    }
}

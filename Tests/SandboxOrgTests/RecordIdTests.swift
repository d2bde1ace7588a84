import Testing

@testable import SandboxOrg

struct RecordIdTests {
    @Test(arguments: [("0019000000B98de", "0019000000B98deAAB"), ("a0D30000001n7Pi", "a0D30000001n7PiEAI")])
    func `the checksum of an id follows from the case of its letters`(short: String, long: String) {
        #expect(RecordId(short)?.text == long)
        #expect(RecordId(long)?.short == short)
    }

    @Test(arguments: [
        "", "003", "0019000000B98deAA", "0019000000B98deAAC", "0019000000b98deAAB", "0019000000B98d-",
        "0019000000B98dé",
    ])
    func `what has another length, letter or checksum is no id`(text: String) {
        #expect(RecordId(text) == nil)
    }

    @Test func `ids count up and differ`() {
        let ids = [1, 61, 62, 3843, 3844].map { RecordId(prefix: "003", number: $0).text }
        #expect(Set(ids).count == 5)
        #expect(ids == ids.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(ids.allSatisfy { RecordId($0)?.text == $0 })
    }
}

import Testing

@testable import Platforms

struct VaultTests {
    private static let owner = "connection/con_1/refresh-token"

    @Test(arguments: ["", "5Aep861", "Zoë 🙂", String(repeating: "x", count: 10_000)])
    func `a sealed secret opens again`(text: String) throws {
        let vault = Vault(KeyRing())
        let sealed = try vault.seal(Secret(text), for: Self.owner)
        #expect(try vault.open(sealed, for: Self.owner) == Secret(text))
        #expect(text.isEmpty || !sealed.text.contains(text))
        #expect(try vault.seal(Secret(text), for: Self.owner) != sealed)
    }

    @Test func `it opens for its owner only`() throws {
        let vault = Vault(KeyRing())
        let sealed = try vault.seal(Secret("token"), for: Self.owner)
        #expect(throws: VaultError.damaged) { try vault.open(sealed, for: "connection/con_2/refresh-token") }
    }

    @Test func `a changed one does not open`() throws {
        let vault = Vault(KeyRing())
        let sealed = try vault.seal(Secret("token"), for: Self.owner)
        let parts = try #require(sealed.parts)
        for index in parts.box.indices {
            var box = parts.box
            box[index] ^= 1
            let changed = SealedSecret(keyID: parts.keyID, box: box)
            #expect(throws: VaultError.damaged) { try vault.open(changed, for: Self.owner) }
        }
        for text in ["", "v1", "v1.key", "v2.\(parts.keyID).AAAA", "v1.\(parts.keyID).", "v1.\(parts.keyID).AAAA"] {
            #expect(throws: VaultError.damaged) { try vault.open(SealedSecret(text: text), for: Self.owner) }
        }
    }

    @Test func `it does not open without its key`() throws {
        let sealed = try Vault(KeyRing()).seal(Secret("token"), for: Self.owner)
        let key = try #require(sealed.keyID)
        #expect(throws: VaultError.unknownKey(id: key)) { try Vault(KeyRing()).open(sealed, for: Self.owner) }
    }

    @Test func `with another current key, old secrets open and can be sealed again`() throws {
        let ring = KeyRing()
        let sealed = try Vault(ring).seal(Secret("token"), for: Self.owner)
        let rotated = Vault(ring.rotated())
        #expect(!rotated.isCurrent(sealed))
        let again = try rotated.reseal(sealed, for: Self.owner)
        #expect(rotated.isCurrent(again))
        #expect(try rotated.open(again, for: Self.owner) == Secret("token"))
        #expect(try rotated.reseal(again, for: Self.owner) == again)
    }

    @Test func `a ring is read as it was written`() throws {
        let ring = KeyRing().rotated()
        let read = try KeyRing(parsing: ring.text.text)
        #expect(read.ids == ring.ids)
        #expect(read.withoutOlderKeys().ids == Array(ring.ids.prefix(1)))
        let sealed = try Vault(ring).seal(Secret("token"), for: Self.owner)
        #expect(try Vault(read).open(sealed, for: Self.owner) == Secret("token"))
    }

    @Test(arguments: ["", "# nothing\n", "AAAA", "not base 64 at all!", "\n\nxyz\n"])
    func `what holds no keys is refused`(text: String) {
        #expect(throws: VaultError.self) { try KeyRing(parsing: text) }
    }

    @Test func `neither a secret nor a ring prints itself`() {
        let ring = KeyRing()
        var text = ""
        dump(Secret("token"), to: &text)
        dump(ring, to: &text)
        text += "\(Secret("token")) \(String(reflecting: Secret("token"))) \(ring) \(String(reflecting: ring))"
        #expect(!text.contains("token"))
        for line in ring.text.text.split(separator: "\n") where !line.hasPrefix("#") { #expect(!text.contains(line)) }
    }
}

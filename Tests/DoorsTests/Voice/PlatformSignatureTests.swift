import Doors
import Foundation
import Platforms
import Testing

/// Vectors computed with the platforms' own libraries.
struct PlatformSignatureTests {
    private static let body = Array(
        #"{"name":"search_contact","args":{"search_term":"+15552345678"},"call":{"call_id":"call_1"}}"#.utf8
    )
    private static let time = Date(timeIntervalSince1970: 1_767_225_600)

    private static let retell =
        "v=1767225600000,d=79f9a2036c8d3362529780c90c983bae8f938b5a75ab05edd5fa5af8bf299ff8"

    @Test(arguments: [(0.0, true), (60, true), (-60, true), (300, true), (300.001, false), (-301, false)])
    func `Retell's signature is good for five minutes`(seconds: TimeInterval, isGood: Bool) {
        let now = Self.time.addingTimeInterval(seconds)
        #expect(PlatformSignature.isRetell(Self.retell, of: Self.body, key: Secret("key_test"), now: now) == isGood)
    }

    @Test(arguments: [
        "", "v=1767225600000", "d=79f9a2036c8d3362529780c90c983bae8f938b5a75ab05edd5fa5af8bf299ff8",
        "v=1767225600001,d=79f9a2036c8d3362529780c90c983bae8f938b5a75ab05edd5fa5af8bf299ff8",
        "v=1767225600000,d=79f9a2036c8d3362529780c90c983bae8f938b5a75ab05edd5fa5af8bf299ff9",
        "v=1767225600000,d=79F9A2036C8D3362529780C90C983BAE8F938B5A75AB05EDD5FA5AF8BF299FF8",
        "v=1767225600000,d=79f9a2036c8d3362",
        "v=nan,d=79f9a2036c8d3362529780c90c983bae8f938b5a75ab05edd5fa5af8bf299ff8",
    ])
    func `what is no signature of Retell's is refused`(header: String) {
        #expect(!PlatformSignature.isRetell(header, of: Self.body, key: Secret("key_test"), now: Self.time))
    }

    @Test func `a signature is good for one body and one key`() {
        let other = Self.body + [0x20]
        #expect(!PlatformSignature.isRetell(Self.retell, of: other, key: Secret("key_test"), now: Self.time))
        #expect(!PlatformSignature.isRetell(Self.retell, of: Self.body, key: Secret("key_other"), now: Self.time))
    }

    private static let elevenLabs =
        "t=1767225600,v0=2a2083a26ffabad5a2c3640473b84ade4034b58fc70064729f7b803c5d6abf5d"

    @Test(arguments: [(0.0, true), (1800, true), (1801, false)])
    func `ElevenLabs' signature is good for half an hour`(seconds: TimeInterval, isGood: Bool) {
        let now = Self.time.addingTimeInterval(seconds)
        let isSigned = PlatformSignature.isElevenLabs(
            Self.elevenLabs,
            of: Self.body,
            secret: Secret("wsec_test"),
            now: now
        )
        #expect(isSigned == isGood)
    }

    @Test func `what is no signature of ElevenLabs' is refused`() {
        let secret = Secret("wsec_test")
        for header in ["", "t=1767225600", Self.elevenLabs.replacing("v0", with: "v1"), "t=x," + Self.elevenLabs] {
            #expect(!PlatformSignature.isElevenLabs(header, of: Self.body, secret: secret, now: Self.time))
        }
    }

    private static let vapi = "e65cf471654daa91b79dbeaf0229413f50cb36092039910cd4c23e78b9198866"

    @Test(arguments: [
        (vapi, "1767225600", 0.0, true), ("sha256=" + vapi, "1767225600", 0, true), (vapi, "1767225600", 300, true),
        (vapi, "1767225600", 301, false), (vapi, "1767225601", 0, false), (vapi, "1767225600000", 0, false),
        (vapi, "soon", 0, false), ("", "1767225600", 0, false), (String(vapi.dropLast()), "1767225600", 0, false),
    ])
    func `Vapi's signature is good for five minutes`(
        code: String,
        time: String,
        seconds: TimeInterval,
        isGood: Bool
    ) {
        let now = Self.time.addingTimeInterval(seconds)
        let secret = Secret("vapi_secret")
        #expect(PlatformSignature.isVapi(code, at: time, of: Self.body, secret: secret, now: now) == isGood)
    }

    @Test(arguments: [
        ("1767225600", sha512),
        ("1767225600000", "92f41890824d98f523af0e5bd0d6334824d3d5b042ebb2104e9090e3e88de880"),
        ("2026-01-01T00:00:00Z", "46fd507303238294f24b42f2813a807e0c02d8b8fefe02e241d1d107da4c28f5"),
    ])
    func `Vapi's signature may be longer, and its time in another unit`(time: String, code: String) {
        let secret = Secret("vapi_secret")
        #expect(PlatformSignature.isVapi(code, at: time, of: Self.body, secret: secret, now: Self.time))
        #expect(!PlatformSignature.isVapi(code, at: time, of: Self.body, secret: Secret("other"), now: Self.time))
        let late = Self.time.addingTimeInterval(301)
        #expect(!PlatformSignature.isVapi(code, at: time, of: Self.body, secret: secret, now: late))
    }

    private static let sha512 =
        "c305211e94d02de1248b6a5170db4414cb7d5af941db728e4ef7238d0e3bf054"
        + "ee007ced98bee662fed4196afa3ad8304c4073e1fba84bbe75c5eadb543a1584"

    @Test func `a secret is the same only when all of it is`() {
        #expect(PlatformSignature.isSame("a secret of some length", Secret("a secret of some length")))
        for other in ["", "a secret", "a secret of some length ", "A secret of some length"] {
            #expect(!PlatformSignature.isSame(other, Secret("a secret of some length")))
        }
    }
}

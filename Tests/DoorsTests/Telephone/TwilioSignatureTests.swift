import Doors
import Platforms
import Testing

@Suite struct TwilioSignatureTests {
    struct Vector: Sendable {
        var address: String
        var form = ""
        var body: String?
        var settings: String?
        var code: String
    }

    private static let call = """
        CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212
        """

    /// Computed with Twilio's own library.
    static let vectors = [
        Vector(
            address: "https://mycompany.com/myapp.php?foo=1&bar=2",
            form: call,
            code: "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        ),
        Vector(
            address: "https://mycompany.com/myapp.php?foo=1&bar=2",
            form: call,
            settings: "key=shared, algorithm=HMAC_SHA256",
            code: "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
        ),
        Vector(
            address: "https://mycompany.com/myapp.php?bodySHA256="
                + "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
            body: #"{"property": "value", "boolean": true}"#,
            code: "y77kIzt2vzLz71DgmJGsen2scGs="
        ),
        Vector(address: "wss://voice.example.com/relay", code: "Sv43j8T9asdzmHgHo286na4Ttmg="),
        Vector(address: "wss://voice.example.com:443/relay", code: "Ogl6okO/oD6Gk9/HKawrW5/e8a4="),
        Vector(address: "https://a.example/x", form: "a=2&a=1&a=1&B=z", code: "I84Dpk4EFMi2FI23mSC19m6SltU="),
    ]

    private func isGood(_ vector: Vector, token: String = "12345") throws -> Bool {
        let signature = try #require(TwilioSignature(vector.code, settings: vector.settings))
        return signature.isGood(
            for: vector.address,
            form: try #require(Form(vector.form)),
            body: vector.body.map { Array($0.utf8) },
            token: Secret(token)
        )
    }

    @Test(arguments: vectors)
    func `what Twilio's own library signs is good`(_ vector: Vector) throws {
        #expect(try isGood(vector))
    }

    @Test(arguments: vectors)
    func `anything else is not`(_ vector: Vector) throws {
        #expect(try !isGood(vector, token: "12346"))
        var other = vector
        other.address += "x"
        #expect(try !isGood(other))
        other = vector
        other.form += "&Digits=5"
        if vector.body == nil { #expect(try !isGood(other)) }
        other = vector
        other.body? += " "
        if vector.body != nil { #expect(try !isGood(other)) }
        other = vector
        other.settings = vector.settings == nil ? "algorithm=HMAC_SHA256" : nil
        #expect(try !isGood(other))
    }

    @Test(arguments: [nil, "not base64!", String(repeating: "A", count: 400)] as [String?])
    func `a header that can't be a code is none`(_ header: String?) {
        #expect(TwilioSignature(header) == nil)
    }

    @Test func `our own code is the one Twilio makes`() {
        let code = TwilioSignature.code(for: "wss://voice.example.com/relay", token: Secret("12345"))
        #expect(code == "Sv43j8T9asdzmHgHo286na4Ttmg=")
    }
}

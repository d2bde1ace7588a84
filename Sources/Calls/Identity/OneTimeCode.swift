import Crypto
import Foundation
import JSON
import Platforms

/// A code that was sent to a caller, as it is kept: not the code, but what tells whether another one is the same.
struct OneTimeCode: Hashable, Sendable {
    /// The contact it was sent to.
    let contactID: String
    let expires: Date
    private let salt: String
    private let digest: String
    /// How often one was said.
    private(set) var attempts = 0

    /// Six random digits.
    static func digits() -> String {
        var generator = SystemRandomNumberGenerator()
        let number = String(Int.random(in: 0..<1_000_000, using: &generator))
        return String(repeating: "0", count: 6 - number.count) + number
    }

    init(_ code: String, for contactID: String, now: Date) {
        self.contactID = contactID
        expires = now.addingTimeInterval(VerificationLimits.codeLifetime)
        salt = RandomText.hexadecimal(bytes: 16)
        digest = Self.digest(of: code, salt)
    }

    mutating func noteAttempt() { attempts += 1 }

    /// Whether it can still be said.
    func isGood(at now: Date) -> Bool { now < expires && attempts < VerificationLimits.attemptsWithCode }

    /// Whether this is the code. It takes the same time whatever was said.
    func matches(_ code: String) -> Bool {
        let said = Array(Self.digest(of: code, salt).utf8)
        let kept = Array(digest.utf8)
        guard said.count == kept.count else { return false }
        return zip(said, kept).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digest(of code: String, _ salt: String) -> String {
        SHA256.hash(data: Data((salt + code).utf8)).hexadecimalText
    }

    var json: JSONValue {
        [
            "contact_id": .string(contactID), "expires": .number(JSONNumber(Int(expires.timeIntervalSince1970))),
            "salt": .string(salt), "digest": .string(digest), "attempts": .number(JSONNumber(attempts)),
        ]
    }

    init?(_ json: JSONValue) {
        guard let contactID = json["contact_id"]?.string, let expires = json["expires"]?.integer,
            let salt = json["salt"]?.string, let digest = json["digest"]?.string,
            let attempts = json["attempts"]?.integer
        else { return nil }
        self.contactID = contactID
        self.expires = Date(timeIntervalSince1970: TimeInterval(expires))
        self.salt = salt
        self.digest = digest
        self.attempts = attempts
    }
}

/// How far the caller of one call has come in proving who they are.
struct VerificationProgress: Hashable, Sendable {
    /// How often facts were tried.
    var attempts = 0
    var codesSent = 0
    /// The code that was sent last.
    var code: OneTimeCode?

    init() {}

    var json: JSONValue {
        var object: JSONObject = [
            "attempts": .number(JSONNumber(attempts)), "codes_sent": .number(JSONNumber(codesSent)),
        ]
        object["code"] = code?.json
        return .object(object)
    }

    init(_ json: JSONValue) {
        attempts = json["attempts"]?.integer ?? 0
        codesSent = json["codes_sent"]?.integer ?? 0
        code = json["code"].flatMap { OneTimeCode($0) }
    }
}

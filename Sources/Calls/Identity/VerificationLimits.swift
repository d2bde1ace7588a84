import Actions
package import Foundation
package import Platforms

/// How often callers may try to prove who they are. Guessing must not pay.
package enum VerificationLimits {
    /// With facts, in one call.
    static let attemptsInCall = 3
    /// With facts or codes, of one contact or from one number, within an hour.
    static let attemptsInHour = 10
    /// Codes sent in one call.
    static let codesInCall = 3
    /// Codes sent to one contact or for one number, within an hour.
    static let codesInHour = 5
    /// With one code.
    static let attemptsWithCode = 3
    /// How long a code is good for, in seconds.
    static let codeLifetime: TimeInterval = 300
    /// The period of the hourly limits, in seconds.
    package static let longestPeriod: TimeInterval = 3600
}

/// Counts the attempts of all calls, so that hanging up and calling again does not start afresh.
package protocol VerificationAttemptStore: Sendable {
    /// Notes an attempt of every subject, unless one of them has made as many as it may.
    ///
    /// - Parameters:
    ///   - subjects: Who or what the attempt is counted for: a contact, a telephone number.
    ///   - period: The seconds that the limit is for.
    /// - Returns: Whether it may be made.
    func note(
        _ subjects: [String],
        at now: Date,
        limit: Int,
        within period: TimeInterval
    ) async throws(StoreError) -> Bool

    /// Removes what was noted of these subjects: a number is a part of its name.
    func forget(_ subjects: [String]) async throws(StoreError)

    /// Removes what was noted before a time.
    func forget(before date: Date) async throws(StoreError)
}

/// Whom attempts are counted for, by the names they are counted under.
package enum VerificationSubject {
    case contact(id: String)
    /// In its national digits.
    case number(String)

    package init?(phone: String) {
        guard let number = PhoneNumber(phone) else { return nil }
        self = .number(number.nationalDigits)
    }

    /// Under this name attempts to prove something are counted.
    var proving: String {
        switch self {
        case .contact(let id): "contact/\(id.recordKey)"
        case .number(let digits): "number/\(digits)"
        }
    }

    /// Under this name codes are counted.
    var codes: String {
        switch self {
        case .contact(let id): "codes/\(id.recordKey)"
        case .number(let digits): "codes/\(digits)"
        }
    }
}

/// What a call needs to find out who is calling, besides the CRM.
package struct CallerVerification: Sendable {
    /// Nil where nothing outlives the process: attempts are then counted in each call only.
    package var attempts: (any VerificationAttemptStore)?
    /// Nil where no codes can be sent.
    package var codes: (any CodeDelivery)?

    package init(attempts: (any VerificationAttemptStore)? = nil, codes: (any CodeDelivery)? = nil) {
        self.attempts = attempts
        self.codes = codes
    }
}

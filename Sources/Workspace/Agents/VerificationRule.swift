/// How a caller proves who they are: by facts the CRM holds about them, or by a code sent to them.
package struct VerificationRule: Hashable, Sendable {
    /// The facts that may be asked for, as fields of the caller's contact, their account, or one of their open cases:
    /// `Contact.Email`, `Account.BillingPostalCode`, `Case.CaseNumber`.
    package var facts: [String]
    /// How many of them must match. Never below 1.
    package var requiredMatches: Int
    /// Whether a one-time code may be sent instead.
    package var allowsCode: Bool

    package init(facts: [String], requiredMatches: Int, allowsCode: Bool) {
        self.facts = facts
        self.requiredMatches = max(1, requiredMatches)
        self.allowsCode = allowsCode
    }

    /// Two of e-mail, postal code and the number of an open case.
    package static let standard = VerificationRule(
        facts: ["Contact.Email", "Contact.MailingPostalCode", "Case.CaseNumber"],
        requiredMatches: 2,
        allowsCode: true
    )
}

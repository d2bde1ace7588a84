/// Somebody came in, or was kept out, which whoever looks after the server wants to know later.
package struct PeopleEvent: Hashable, Sendable {
    /// What was tried, as the HTTP API calls it.
    package enum Way: String, Hashable, Sendable { case setUp, logIn }

    /// Why somebody was kept out, as the HTTP API calls it.
    package enum Refusal: String, Hashable, Sendable {
        case wrongCredentials = "wrong_credentials"
        case tooManyAttempts = "too_many_attempts"
        case unknownLink = "no_such_link"
    }

    package var way: Way
    /// Nil for somebody who came in.
    package var refusal: Refusal?
    /// Who came in, or whom somebody said they were; nil where that is nobody.
    package var personID: Person.ID?
    /// The network address they came from; nil where that is not known.
    package var address: String?
    /// Whether more of these are not told for a while.
    package var isLastForNow = false

    package init(_ way: Way, _ refusal: Refusal? = nil, as personID: Person.ID?, from address: String?) {
        self.way = way
        self.refusal = refusal
        self.personID = personID
        self.address = address
    }
}

extension PeopleEvent.Refusal {
    init?(_ error: PeopleError) {
        switch error {
        case .wrongCredentials: self = .wrongCredentials
        case .tooManyAttempts: self = .tooManyAttempts
        case .unknownLink: self = .unknownLink
        default: return nil
        }
    }
}

package import Platforms

/// Why somebody could not come in, or people not be changed.
package enum PeopleError: Error, Hashable, Sendable {
    case unknownPerson
    case unknownToken
    /// It is over, was ended, or is another person's.
    case unknownSession
    /// The address, the password or the person is wrong; which one is nobody's business.
    case wrongCredentials
    /// Too many wrong passwords; how many seconds to wait.
    case tooManyAttempts(wait: Int)
    /// The set-up link was used, is too old, or was never given.
    case unknownLink
    /// Another person has the address.
    case emailTaken(String)
    /// There must be somebody who may change things.
    case lastOwner
    /// What was given makes no sense; each problem says what to do.
    case invalid([WorkspaceProblem])
    /// Somebody else changed it meanwhile.
    case conflict
    /// What is kept can't be read or written.
    case store(StoreError)
}

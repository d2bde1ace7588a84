/// Why a connection could not be made, changed or found.
package enum ConnectionError: Error, Hashable, Sendable {
    case unknownConnection
    /// The settings make no sense; each problem says what to do.
    case invalid([ConnectionSettings.Problem])
    /// Another connection has the name.
    case nameTaken(String)
    /// Somebody else changed it meanwhile.
    case conflict
    /// The sign-in was begun too long ago, never, or is finished already.
    case unknownState
    /// The person or the org said no. The sentence says why, and what to do.
    case refused(String)
    /// It leads to another org than before.
    case otherOrg(String)
    /// The org can't be reached, or is closed for now.
    case unreachable(String)
    /// The database can't be used at the moment.
    case store(StoreError)
    /// A kept secret can't be opened.
    case vault(VaultError)
}

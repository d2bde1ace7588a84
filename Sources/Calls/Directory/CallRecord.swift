/// How a call is kept, and what of it is not kept yet.
struct CallRecord: Sendable {
    let store: any CallStore
    /// Says that a call has changed, where it is saved a moment later.
    let noteChanged: @Sendable (_ callID: String) -> Void
    /// Who looks on.
    let listeners: CallListeners
    /// As it was read or saved last.
    var saved: SavedCall
    /// How many of its invocations are saved.
    var savedInvocations = 0
    /// What changed since, in order.
    var unsaved: [@Sendable (inout CallState) -> Void] = []
}

import Actions
import JSON

extension CallState {
    /// Takes the only record with the caller's number for the caller, unless someone else has proved to be calling.
    mutating func recognise(_ record: JSONValue) {
        guard assurance < .verified else { return }
        assurance = .recognised
        if let caller = Caller(contact: record) { become(caller) }
    }

    /// Takes note of who is calling. Whose records are is another question for another caller.
    mutating func become(_ caller: Caller) {
        if caller.contactID.recordKey != self.caller?.contactID.recordKey { knownRecords = KnownRecords() }
        self.caller = caller
    }
}

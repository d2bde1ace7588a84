package import JSON
package import Platforms

/// The sandbox org that runs inside the server, as the console reaches it.
package struct InnerOrg: Sendable {
    /// Something that goes wrong in it on request.
    package struct Fault: Sendable {
        /// What and how often, in words.
        package var text: String
        /// How often it has happened.
        package var hits: Int

        package init(text: String, hits: Int) {
            self.text = text
            self.hits = hits
        }
    }

    /// Why it can't do what it was asked, in a sentence.
    package struct Refusal: Error {
        package var reason: String

        package init(_ reason: String) { self.reason = reason }
    }

    /// Where it listens; nil while it does not yet.
    package var address: @Sendable () -> String?
    /// Signs in to it, with the connection there is or a new one.
    package var connect: @Sendable () async throws(ConnectionError) -> SavedConnection
    /// Puts all records back to what they were at first, with so many made-up contacts beside them, and takes out all
    /// faults.
    package var reset: @Sendable (_ contacts: Int) async throws(Refusal) -> Void
    package var faults: @Sendable () -> [Fault]
    /// Adds a fault, given as `POST /sandbox/faults` takes it.
    package var addFault: @Sendable (JSONValue) throws(Refusal) -> Void
    package var removeFaults: @Sendable () -> Void

    package init(
        address: @escaping @Sendable () -> String?,
        connect: @escaping @Sendable () async throws(ConnectionError) -> SavedConnection,
        reset: @escaping @Sendable (_ contacts: Int) async throws(Refusal) -> Void,
        faults: @escaping @Sendable () -> [Fault],
        addFault: @escaping @Sendable (JSONValue) throws(Refusal) -> Void,
        removeFaults: @escaping @Sendable () -> Void
    ) {
        self.address = address
        self.connect = connect
        self.reset = reset
        self.faults = faults
        self.addFault = addFault
        self.removeFaults = removeFaults
    }
}

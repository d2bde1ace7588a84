package import Foundation
package import JSON
package import Platforms

/// A call's changes since it was saved last.
package struct CallChange: Hashable, Sendable {
    /// As it is now; its version is the one it was read with.
    package var call: SavedCall
    /// The invocations that are not saved yet, in order.
    package var invocations: [Invocation]

    /// An invocation by its number in the call.
    package struct Invocation: Hashable, Sendable {
        package var number: Int
        package var json: JSONValue

        package init(number: Int, json: JSONValue) {
            self.number = number
            self.json = json
        }
    }

    package init(call: SavedCall, invocations: [Invocation]) {
        self.call = call
        self.invocations = invocations
    }
}

/// Where calls are kept.
package protocol CallStore: Sendable {
    /// Whether other nodes serve the same calls.
    var isShared: Bool { get }

    /// Adds a call. Fails with ``StoreError/taken(_:)`` when the agent has one with this external id.
    func insert(_ call: SavedCall) async throws(StoreError)

    func call(_ id: String) async throws(StoreError) -> SavedCall?

    func call(externalID: String, of agentID: String) async throws(StoreError) -> SavedCall?

    /// The version a call has now; nil when there is no such call.
    func version(of id: String) async throws(StoreError) -> Int?

    func invocations(of id: String) async throws(StoreError) -> [JSONValue]

    /// Saves changes, each unless its call was changed meanwhile.
    ///
    /// - Returns: The ids of the calls that were saved; their version has grown by one.
    func save(_ changes: [CallChange]) async throws(StoreError) -> Set<String>

    /// The newest first.
    func calls(
        matching filter: CallFilter,
        after cursor: TimeCursor?,
        limit: Int
    ) async throws(StoreError) -> [SavedCall]

    func count(matching filter: CallFilter) async throws(StoreError) -> Int

    /// Open calls in which nothing has happened since a time.
    func openCalls(untouchedSince date: Date, limit: Int) async throws(StoreError) -> [String]

    // MARK: Forgetting

    /// The calls from a number, by its last digits, or about a contact.
    func calls(digits: String?, contactID: String?) async throws(StoreError) -> [String]

    /// The calls that ended before a time and still hold personal data, a bounded number of them.
    func calls(endedBefore date: Date) async throws(StoreError) -> [String]

    /// Removes what was said and done in these calls, the number they came from, and the contact they were about.
    func forget(_ ids: [String]) async throws(StoreError)
}

package import Foundation
package import JSON

/// A call as it is kept.
package struct SavedCall: Hashable, Sendable {
    package var id: String
    package var agentID: String
    /// The door's own id of the conversation, unique for the agent; nil where it has none.
    package var externalID: String?
    /// The door it came in by: `http`, `mcp`, `vapi`.
    package var channel: String
    /// The caller's number as the telephone network gave it; nil when withheld or forgotten.
    package var callerPhone: String?
    /// The contact whom the call is about, as soon as it is known.
    package var contactID: String?
    package var openedAt: Date
    package var changedAt: Date
    package var endedAt: Date?
    /// Grows with every change that is saved.
    package var version: Int
    /// The JSON form of ``CallState``, without its invocations.
    package var state: JSONValue

    /// Whether what was said and done in it was removed.
    package var isForgotten: Bool { state == [:] }

    package init(
        id: String,
        agentID: String,
        externalID: String?,
        channel: String,
        callerPhone: String?,
        contactID: String?,
        openedAt: Date,
        changedAt: Date,
        endedAt: Date?,
        version: Int,
        state: JSONValue
    ) {
        self.id = id
        self.agentID = agentID
        self.externalID = externalID
        self.channel = channel
        self.callerPhone = callerPhone
        self.contactID = contactID
        self.openedAt = openedAt
        self.changedAt = changedAt
        self.endedAt = endedAt
        self.version = version
        self.state = state
    }
}

/// Which calls to show. Everything given must hold.
package struct CallFilter: Hashable, Sendable {
    package var agentID: String?
    package var isOpen: Bool?
    package var from: Date?
    /// Exclusive.
    package var until: Date?
    /// The door whose calls are left out.
    package var besidesChannel: String?

    package init(
        agentID: String? = nil,
        isOpen: Bool? = nil,
        from: Date? = nil,
        until: Date? = nil,
        besidesChannel: String? = nil
    ) {
        self.agentID = agentID
        self.isOpen = isOpen
        self.from = from
        self.until = until
        self.besidesChannel = besidesChannel
    }
}

/// A place in a list that is sorted by time: the next page begins after it.
package struct TimeCursor: Hashable, Sendable {
    package var at: Date
    package var id: String

    package init(at: Date, id: String) {
        self.at = at
        self.id = id
    }

    /// Reads what ``text`` makes; nil when it is anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int(parts[0]) else { return nil }
        self.init(at: Date(timeIntervalSince1970: Double(milliseconds) / 1000), id: String(parts[1]))
    }

    /// The place as text, for the address of the next page.
    package var text: String { "\(at.wholeMilliseconds) \(id)" }
}

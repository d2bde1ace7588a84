import Actions
package import JSON

/// The records an invocation may reach: those of one contact and its account, and what the call itself has made.
struct CallersRecords: Sendable {
    let contactID: String
    let accountID: String?
    /// What the call knows besides.
    var known: KnownRecords

    init(of caller: Caller, known: KnownRecords) {
        contactID = caller.contactID
        accountID = caller.accountID
        self.known = known
    }

    /// Whether the call knows already that a record is the caller's.
    func has(_ id: String) -> Bool {
        let key = id.recordKey
        return key == contactID.recordKey || key == accountID?.recordKey || known.has(id)
    }
}

/// The records that a call knows to be the caller's, besides the contact and the account.
package struct KnownRecords: Hashable, Sendable {
    /// What was found by limited queries or was checked, by the first 15 characters of the ids.
    private(set) var checked: Set<String> = []
    /// What was made in the call, in order.
    private(set) var made: [String] = []

    package init() {}

    func has(_ id: String) -> Bool { checked.contains(id.recordKey) || made.contains { $0.recordKey == id.recordKey } }

    /// Remembers records as the caller's. Beyond the limit they are only not remembered, and so checked again.
    mutating func note(checked ids: some Sequence<String>) {
        for id in ids where checked.count < Self.maximumCount { checked.insert(id.recordKey) }
    }

    mutating func note(made id: String) {
        if made.count < Self.maximumCount, !made.contains(id) { made.append(id) }
    }

    mutating func formUnion(_ other: KnownRecords) {
        note(checked: other.checked)
        for id in other.made { note(made: id) }
    }

    private static let maximumCount = 200

    package var json: JSONValue {
        [
            "checked": .array(checked.sorted().map(JSONValue.string)), "made": .array(made.map(JSONValue.string)),
        ]
    }

    package init(_ json: JSONValue) {
        checked = Set(json["checked"]?.array?.compactMap(\.string) ?? [])
        made = json["made"]?.array?.compactMap(\.string) ?? []
    }
}

extension String {
    /// The part of a record's id that its short and its long form have in common.
    var recordKey: String { String(prefix(15)) }
}

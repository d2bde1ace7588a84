/// The only fields of records that an agent may see and set.
///
/// The names of objects and fields are the CRM's, in any case. A field of a related record counts as that object's own:
/// `Account.Name` of a contact is `Name` of Account. The id of a record can always be seen: other actions need it.
package struct FieldAllowList: Hashable, Sendable {
    /// What stands for every field of an object.
    package static let everyField = "*"

    /// The fields that may be seen, by object; nil for all. An object that isn't listed shows nothing but its ids.
    package var readable: [String: [String]]? {
        didSet { readableNames = readable.map(Self.names) }
    }
    /// The fields that may be set, by object; nil for all. An object that isn't listed can't be written.
    package var writable: [String: [String]]? {
        didSet { writableNames = writable.map(Self.names) }
    }

    /// The same in small letters.
    private var readableNames: [String: Set<String>]?
    private var writableNames: [String: Set<String>]?

    package init(readable: [String: [String]]? = nil, writable: [String: [String]]? = nil) {
        self.readable = readable
        self.writable = writable
        readableNames = readable.map(Self.names)
        writableNames = writable.map(Self.names)
    }

    package func allowsReading(_ field: String, of object: String) -> Bool {
        field.lowercased() == "id" || Self.allows(field, of: object, in: readableNames)
    }

    package func allowsWriting(_ field: String, of object: String) -> Bool {
        Self.allows(field, of: object, in: writableNames)
    }

    private static func allows(_ field: String, of object: String, in names: [String: Set<String>]?) -> Bool {
        guard let names else { return true }
        guard let fields = names[object.lowercased()] else { return false }
        return fields.contains(everyField) || fields.contains(field.lowercased())
    }

    private static func names(_ list: [String: [String]]) -> [String: Set<String>] {
        var names: [String: Set<String>] = [:]
        for (object, fields) in list {
            names[object.lowercased(), default: []].formUnion(fields.map { $0.lowercased() })
        }
        return names
    }
}

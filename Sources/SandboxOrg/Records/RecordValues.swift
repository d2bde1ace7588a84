import GRDB

/// The stored values of a record by field name. A field without a value is null.
struct RecordValues: Sendable {
    private var values: [String: DatabaseValue] = [:]

    init() {}

    init(_ row: Row) {
        for (name, value) in row { values[name] = value }
    }

    /// The fields that are set to something, null included.
    var names: Set<String> { Set(values.keys) }
    var byName: [String: DatabaseValue] { values }

    subscript(name: String) -> DatabaseValue {
        get { values[name] ?? .null }
        set { values[name] = newValue }
    }

    func has(_ name: String) -> Bool { values[name]?.isNull == false }
    func text(_ name: String) -> String? { String.fromDatabaseValue(self[name]) }
    func integer(_ name: String) -> Int? { Int.fromDatabaseValue(self[name]) }
    func number(_ name: String) -> Double? { Double.fromDatabaseValue(self[name]) }
    func isTrue(_ name: String) -> Bool { Int.fromDatabaseValue(self[name]) == 1 }

    mutating func set(_ name: String, _ value: (any DatabaseValueConvertible)?) {
        values[name] = value?.databaseValue ?? .null
    }

    mutating func merge(_ other: RecordValues) {
        values.merge(other.values) { _, new in new }
    }
}

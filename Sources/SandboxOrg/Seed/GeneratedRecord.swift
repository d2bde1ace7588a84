import GRDB

/// A made-up record, complete as the org stores it.
///
/// All records of an object set the same fields in the same order.
struct GeneratedRecord: Sendable {
    let object: String
    let id: String
    private(set) var fields = ["Id"]
    private(set) var values: [DatabaseValue]
    /// How many of the fields somebody who creates the record would send, after the id. The org makes the others of
    /// them by itself.
    private(set) var givenCount = 0

    init(object: String, id: String) {
        self.object = object
        self.id = id
        values = [id.databaseValue]
    }

    /// Sets what somebody would send; before anything that follows from it.
    mutating func give(_ field: String, _ value: (any DatabaseValueConvertible)?) {
        givenCount += 1
        derive(field, value)
    }

    /// Sets what follows from what was sent.
    mutating func derive(_ field: String, _ value: (any DatabaseValueConvertible)?) {
        fields.append(field)
        values.append(value?.databaseValue ?? .null)
    }

    /// The fields that somebody would send.
    var given: RecordValues {
        var given = RecordValues()
        for index in 1...givenCount where !values[index].isNull { given[fields[index]] = values[index] }
        return given
    }
}

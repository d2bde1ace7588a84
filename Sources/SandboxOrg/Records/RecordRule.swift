/// One thing an org does by itself when records of some objects change.
protocol RecordRule: Sendable {
    /// The objects whose records the rule looks at.
    var objects: Set<String> { get }

    /// Completes or refuses a record before it is stored.
    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws

    /// Does what follows from a record that has been stored.
    func didSave(_ change: RecordChange, in transaction: Transaction) throws

    /// Refuses a deletion, or does what has to come before it.
    func willDelete(_ record: RecordValues, in transaction: Transaction) throws

    /// Whether a record that is deleted has to be kept, hidden, for others that need it.
    func mustKeep(_ record: RecordValues, in transaction: Transaction) throws -> Bool

    /// Does what follows from a record that has been deleted.
    func didDelete(_ record: RecordValues, in transaction: Transaction) throws

    /// Does what follows from a record that has come back from the recycle bin.
    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws
}

extension RecordRule {
    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {}
    func didSave(_ change: RecordChange, in transaction: Transaction) throws {}
    func willDelete(_ record: RecordValues, in transaction: Transaction) throws {}
    func mustKeep(_ record: RecordValues, in transaction: Transaction) throws -> Bool { false }
    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {}
    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {}
}

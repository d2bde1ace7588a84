/// Goes through the audit trail from its first entry to its last, and finds what was changed.
struct AuditExamination {
    /// The last entry examined.
    private(set) var head = AuditChain.Head.empty
    /// What is known of the chain from elsewhere.
    private let checkpoints: [AuditChain.Head]
    /// The entries without their personal part that no forgetting has named yet.
    private var unexplained = RangeSet<Int>()

    init(against checkpoints: [AuditChain.Head]) { self.checkpoints = checkpoints }

    /// What is wrong with the next entry; nil when nothing is.
    mutating func problem(with indexed: IndexedAuditRecord) -> String? {
        let record = indexed.record
        if let problem = AuditChain.problem(with: record, after: head) { return problem }
        head = AuditChain.Head(count: record.number, hash: record.hash)
        if checkpoints.contains(where: { $0.count == head.count && $0.hash != head.hash }) {
            return "Entry \(head.count) or one before it is not what was written down about it."
        }
        if indexed.indexedIDs != Set(record.entry.personal.recordIDs) {
            return "Entry \(record.number) is found under other records than it is about."
        }
        if record.entry.kind == .forgetting {
            guard !record.isForgotten, let numbers = Forgetting.numbers(in: record.entry) else {
                return "Entry \(record.number) no longer says what was forgotten."
            }
            unexplained.subtract(numbers)
        } else if record.isForgotten {
            unexplained.insert(contentsOf: record.number..<record.number + 1)
        }
        return nil
    }

    /// What is wrong with the whole of it; nil when nothing is.
    var problem: String? {
        if let missed = checkpoints.first(where: { $0.count > head.count }) {
            return "Entries were taken off the end: there are \(head.count) of \(missed.count)."
        }
        if let first = unexplained.ranges.first?.lowerBound {
            return "The details of entry \(first) were removed, and nobody was forgotten with them."
        }
        return nil
    }
}

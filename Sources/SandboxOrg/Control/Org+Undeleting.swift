extension Org {
    /// Takes deleted records, and what was deleted with them, out of the recycle bin.
    ///
    /// All of them, or none when one can't be: it was not deleted, is gone for good or its object keeps no deleted records.
    package func undelete(_ ids: [String], as userId: String? = nil) async throws(SalesforceError) {
        var records: [(object: ObjectDefinition, id: String)] = []
        for id in ids {
            guard let recordId = RecordId(id), let object = schema.object(ofId: recordId.text) else {
                throw .invalidCrossReference
            }
            records.append((object, recordId.text))
        }
        let deleted = records
        try await connected(for: .writing, as: userId) { connection throws(SalesforceError) in
            try connection.perform {
                for record in deleted { try connection.transaction.undelete(record.object, record.id) }
            }
        }
    }
}

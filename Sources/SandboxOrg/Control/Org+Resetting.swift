import GRDB

extension Org {
    /// Puts all records back as they were when the org was new, in the present of its clock.
    ///
    /// Ids are given anew in the same order, so the seed's records have the same ids as before. Nobody sees the org half
    /// filled, except for generated contacts, which come in one by one.
    ///
    /// - Parameter other: What to fill it with this time; nil for what it was new with.
    package func reset(to other: Seed? = nil) async throws(SalesforceError) {
        let (seed, seeder, zone) = (other ?? seed, seeder, userTimeZone)
        do {
            try await database.writeWithoutTransaction { db in
                try seeder.fill(db, with: seed, onProgress: { _, _ in })
                try OrgDatabase.setTimeZone(zone, in: db)
            }
        } catch {
            throw SalesforceError(error)
        }
    }
}

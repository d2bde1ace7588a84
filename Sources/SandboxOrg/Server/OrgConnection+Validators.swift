import GRDB

extension OrgConnection {
    /// The objects whose records have entity tags.
    private static let tagged: Set<String> = ["Account"]

    /// The state of a record that is not deleted.
    func validator(_ object: ObjectDefinition, _ id: String) throws(SalesforceError) -> Preconditions.Validator? {
        guard let values = try values(object, id) else { return nil }
        let lastModified = values.integer("LastModifiedDate") ?? values.integer("SystemModstamp") ?? 0
        guard Self.tagged.contains(object.name) else { return .init(lastModified: lastModified) }
        return .init(lastModified: lastModified, entityTag: Self.entityTag(of: values))
    }

    /// The state of the objects' definitions: as old as the org.
    func schemaValidator() throws(SalesforceError) -> Preconditions.Validator {
        let created = try perform {
            try Int.fetchOne(db, sql: "SELECT \"CreatedDate\" FROM \"Organization\" LIMIT 1")
        }
        return .init(lastModified: created ?? 0)
    }

    /// A digest of all values: two changes within a second make two tags.
    private static func entityTag(of values: RecordValues) -> String {
        let prime: UInt64 = 0x100_0000_01B3
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for name in values.names.sorted() {
            for byte in "\(name)=\(values[name]);".utf8 { digest = (digest ^ UInt64(byte)) &* prime }
        }
        return "\"\(String(digest, radix: 36))\""
    }
}

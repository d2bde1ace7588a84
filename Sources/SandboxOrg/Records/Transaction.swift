import GRDB

/// Changes to records inside one database transaction, made as one user at one moment, with all that follows from them.
///
/// Whatever goes wrong is thrown, and undoes the whole.
struct Transaction {
    let db: Database
    let schema: Schema
    let tables: RecordTables
    let rules: RuleBook
    /// Milliseconds since 1970, whole seconds.
    let now: Int
    var userId: String
    /// Whether this is the org's own data, to which the limits of the API do not apply.
    var isSeeding = false
    var options = SaveOptions()

    // MARK: Reading

    /// The record, deleted or not.
    func stored(_ object: String, _ id: String) throws -> RecordValues? {
        try tables.table(of: object)?.row(id, in: db).map(RecordValues.init)
    }

    /// The record, unless it is deleted.
    func record(_ object: String, _ id: String?) throws -> RecordValues? {
        guard let id, let values = try stored(object, id), !values.isTrue("IsDeleted") else { return nil }
        return values
    }

    /// The records that are not deleted and whose fields have the given values.
    func records(_ object: String, where conditions: [(field: String, value: any DatabaseValueConvertible)]) throws
        -> [RecordValues]
    {
        let condition = conditions.map { " AND \($0.field.quotedAsName) = ?" }.joined()
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM \(object.quotedAsName) WHERE \"IsDeleted\" = 0\(condition) ORDER BY \"Id\""
        )
        let rows = try Row.fetchAll(statement, arguments: StatementArguments(conditions.map(\.value)))
        return rows.map(RecordValues.init)
    }

    // MARK: Writing

    /// Creates a record from values that have been read already; answers its id.
    @discardableResult
    func create(_ object: ObjectDefinition, _ values: RecordValues, id givenId: String? = nil) throws -> String {
        let id = try givenId ?? newId(for: object)
        var new = values
        let named = values.names
        for (field, value) in tables.table(of: object.name)?.defaults ?? [] where !named.contains(field) {
            new[field] = value
        }
        if object.field("OwnerId") != nil, !named.contains("OwnerId") { new.set("OwnerId", userId) }
        // A record of a custom object that is given no name is called by its id.
        if object.name.hasSuffix("__c"), object.nameField?.name == "Name", !new.has("Name") { new.set("Name", id) }
        var change = RecordChange(object: object, id: id, old: nil, new: new, named: named)
        if !isSeeding {
            let missing = object.fields.filter { $0.isRequired && !new.has($0.name) }.map(\.name)
            guard missing.isEmpty else { throw SalesforceError.requiredFieldsMissing(missing) }
        }
        try ReferenceCheck(object: object).check(change.new, fields: change.named, in: self)
        for rule in rules.rules(of: object) { try rule.willSave(&change, in: self) }
        try UniqueCheck(object: object).check(change, in: self)
        change.new.set("Id", id)
        for (name, value) in [("CreatedDate", now), ("LastModifiedDate", now), ("SystemModstamp", now)]
        where !change.new.has(name) {
            change.new.set(name, value)
        }
        for name in ["CreatedById", "LastModifiedById"] where !change.new.has(name) { change.new.set(name, userId) }
        try tables.table(of: object.name)?.insert(change.new, in: db)
        try index(change)
        for rule in rules.rules(of: object) { try rule.didSave(change, in: self) }
        return id
    }

    /// Changes some fields of a record.
    func update(_ object: ObjectDefinition, _ id: String, _ values: RecordValues) throws {
        guard let old = try stored(object.name, id) else { throw SalesforceError.notFound }
        guard !old.isTrue("IsDeleted") else { throw SalesforceError.entityIsDeleted }
        var new = old
        new.merge(values)
        var change = RecordChange(object: object, id: id, old: old, new: new, named: values.names)
        let emptied = object.fields.filter { field in
            values.names.contains(field.name) && !field.isNillable && field.type != .boolean && !new.has(field.name)
        }
        guard emptied.isEmpty else { throw SalesforceError.requiredFieldsMissing(emptied.map(\.name)) }
        try ReferenceCheck(object: object).check(change.new, fields: change.named, in: self)
        for rule in rules.rules(of: object) { try rule.willSave(&change, in: self) }
        try UniqueCheck(object: object).check(change, in: self)
        try store(&change)
        for rule in rules.rules(of: object) { try rule.didSave(change, in: self) }
    }

    /// Sets fields that the org computes itself, without asking the rules.
    func amend(_ object: String, _ id: String, _ values: RecordValues) throws {
        guard let definition = schema.object(object), let old = try stored(object, id) else { return }
        var new = old
        new.merge(values)
        var change = RecordChange(object: definition, id: id, old: old, new: new, named: values.names)
        guard values.names.contains(where: change.changes) else { return }
        try store(&change)
    }

    private func store(_ change: inout RecordChange) throws {
        change.new.set("LastModifiedDate", now)
        change.new.set("LastModifiedById", userId)
        change.new.set("SystemModstamp", now)
        let changed = change.new.names.filter(change.changes)
        try tables.table(of: change.object.name)?.update(change.id, to: change.new, fields: changed, in: db)
        try index(change)
    }

    private func index(_ change: RecordChange) throws {
        guard change.object.isSearchable else { return }
        try SearchIndex.update(record: change.id, of: change.object, values: change.new.byName, in: db)
    }

    // MARK: Counting

    func newId(for object: ObjectDefinition) throws -> String {
        RecordId(prefix: object.keyPrefix ?? "000", number: try nextNumber("id")).text
    }

    /// Counts: the next number of a sequence, from 1.
    func nextNumber(_ sequence: String) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO "sandbox_sequence" ("name", "value") VALUES (?, 1)
                ON CONFLICT ("name") DO UPDATE SET "value" = "value" + 1 RETURNING "value"
                """
        )
        return try Int.fetchOne(statement, arguments: [sequence]) ?? 1
    }

    /// The number that was last given out; 0 before the first.
    func lastNumber(_ sequence: String) throws -> Int {
        let sql = "SELECT \"value\" FROM \"\(OrgDatabase.sequenceTable)\" WHERE \"name\" = ?"
        return try Int.fetchOne(db, sql: sql, arguments: [sequence]) ?? 0
    }

    /// Lets the sequence go on after a number.
    func setLastNumber(_ sequence: String, _ number: Int) throws {
        let sql = "INSERT OR REPLACE INTO \"\(OrgDatabase.sequenceTable)\" (\"name\", \"value\") VALUES (?, ?)"
        try db.execute(sql: sql, arguments: [sequence, number])
    }
}

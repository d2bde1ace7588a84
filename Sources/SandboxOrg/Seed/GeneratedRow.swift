import GRDB

/// A made-up record as its table and the full-text index take it.
struct GeneratedRow: Sendable {
    /// What the rows of one object have in common.
    final class Form: Sendable {
        let object: String
        let columns: [String]
        let isSearchable: Bool
        /// What columns hold that the records say nothing of.
        fileprivate let defaults: [DatabaseValue]
        fileprivate let texts: SearchIndex.Texts

        /// Takes the first record of its object: all set the same fields in the same order.
        fileprivate init(_ record: GeneratedRecord, _ definition: ObjectDefinition, _ table: RecordTable) {
            let defaults = table.defaults.filter { !record.fields.contains($0.field) }
            object = record.object
            columns = record.fields + defaults.map(\.field)
            isSearchable = definition.isSearchable
            self.defaults = defaults.map(\.value)
            texts = SearchIndex.Texts(of: definition, fields: columns)
        }
    }

    let form: Form
    let values: [DatabaseValue]
    /// What the index holds of it; nil when it is not searched.
    let indexed: [DatabaseValue]?

    /// Makes rows of records.
    struct Maker {
        let schema: Schema
        let tables: RecordTables
        private var forms: [String: Form] = [:]

        init(schema: Schema, tables: RecordTables) {
            self.schema = schema
            self.tables = tables
        }

        /// Nil for a record of an object that the org does not have.
        mutating func row(of record: GeneratedRecord) -> GeneratedRow? {
            guard let form = forms[record.object] ?? newForm(for: record) else { return nil }
            let values = record.values + form.defaults
            let indexed = form.isSearchable ? form.texts.row(of: record.id, values) : nil
            return GeneratedRow(form: form, values: values, indexed: indexed)
        }

        private mutating func newForm(for record: GeneratedRecord) -> Form? {
            guard let definition = schema.object(record.object), let table = tables.table(of: record.object) else {
                return nil
            }
            let form = Form(record, definition, table)
            forms[record.object] = form
            return form
        }
    }
}

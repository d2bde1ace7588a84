import GRDB

/// An article begins as a draft and is fixed once published; `KnowledgeArticleVersion` shows all kinds of articles.
struct KnowledgeRule: RecordRule {
    let objects: Set<String> = ["Knowledge__kav"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if let old = change.old {
            guard old.text("PublishStatus") == "Draft" else {
                throw SalesforceError(
                    status: 403,
                    code: "INSUFFICIENT_ACCESS_OR_READONLY",
                    message: "insufficient access rights on object id",
                    fields: []
                )
            }
            return
        }
        let number = try transaction.nextNumber("ArticleNumber")
        change.new.set("KnowledgeArticleId", RecordId(prefix: "kA0", number: number).text)
        change.new.set("ArticleNumber", (1000 + number).padded(to: 9))
        if !change.new.has("VersionNumber") { change.new.set("VersionNumber", 1) }
        change.new.set("IsLatestVersion", true)
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard let versions = transaction.schema.object("KnowledgeArticleVersion") else { return }
        var values = RecordValues()
        for field in versions.fields where field.isStored && change.new.has(field.name) {
            values[field.name] = change.new[field.name]
        }
        if change.isCreate {
            try transaction.create(versions, values, id: change.id)
        } else {
            try transaction.amend("KnowledgeArticleVersion", change.id, values)
        }
    }
}

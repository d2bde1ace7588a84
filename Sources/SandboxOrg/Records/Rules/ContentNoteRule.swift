import FoundationEssentials
import GRDB

/// A note is a file: its text is cleaned, and a document, a version and a link to its author come with it.
struct ContentNoteRule: RecordRule {
    let objects: Set<String> = ["ContentNote"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if change.isCreate {
            change.new.set("FileType", "SNOTE")
            change.new.set("FileExtension", "snote")
        }
        let content = Data.fromDatabaseValue(change.new["Content"]) ?? Data()
        let markup = NoteMarkup(String(decoding: content, as: UTF8.self))
        change.new.set("Content", markup.text.isEmpty ? nil : Data(markup.text.utf8))
        change.new.set("ContentSize", markup.text.utf8.count)
        let preview = String(
            NoteText.plainText(ofMarkup: markup.text).split(whereSeparator: \.isWhitespace)
                .joined(separator: " ").prefix(255)
        )
        change.new.set("TextPreview", preview.isEmpty ? nil : preview)
        change.new.set("ContentModifiedDate", transaction.now)
        guard let versions = transaction.schema.object("ContentVersion") else { return }
        let versionId = try transaction.newId(for: versions)
        change.new.set("LatestPublishedVersionId", versionId)
        change.new.set("LatestContentId", versionId)
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        let schema = transaction.schema
        guard let documents = schema.object("ContentDocument"), let versions = schema.object("ContentVersion") else {
            return
        }
        if change.isCreate {
            try transaction.create(documents, fileValues(of: change), id: change.id)
        }
        var version = fileValues(of: change)
        version.set("ContentDocumentId", change.id)
        version.set("PathOnClient", (change.new.text("Title") ?? "") + ".snote")
        version["VersionData"] = change.new["Content"]
        version["TextPreview"] = change.new["TextPreview"]
        try transaction.create(versions, version, id: change.new.text("LatestPublishedVersionId"))
        guard change.isCreate, let links = schema.object("ContentDocumentLink") else { return }
        try transaction.create(links, ContentDocumentLinkRule.link(of: change.id, to: transaction.userId))
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        guard let id = record.text("Id"), let documents = transaction.schema.object("ContentDocument"),
            try transaction.record("ContentDocument", id) != nil
        else { return }
        try transaction.delete(documents, id)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        guard let id = record.text("Id"), let twin = transaction.schema.object("ContentDocument"),
            try transaction.stored(twin.name, id)?.isTrue("IsDeleted") == true
        else { return }
        try transaction.undelete(twin, id)
    }

    /// What a document and a version have of the note.
    private func fileValues(of change: RecordChange) -> RecordValues {
        var values = RecordValues()
        for name in [
            "Title", "OwnerId", "FileType", "FileExtension", "ContentSize", "SharingPrivacy", "ContentModifiedDate",
        ] {
            values[name] = change.new[name]
        }
        return values
    }
}

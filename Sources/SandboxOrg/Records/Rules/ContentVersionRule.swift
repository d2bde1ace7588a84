import FoundationEssentials
import GRDB

/// A new version is the latest of its document. One that names no document begins a new one.
struct ContentVersionRule: RecordRule {
    let objects: Set<String> = ["ContentVersion"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.isCreate else { return }
        if !change.new.has("ContentDocumentId"), let documents = transaction.schema.object("ContentDocument") {
            guard let path = change.new.text("PathOnClient") else {
                throw SalesforceError.requiredFieldsMissing(["PathOnClient"])
            }
            change.new.set("ContentDocumentId", try transaction.newId(for: documents))
            let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? path[...]
            if !change.new.has("Title") { change.new.set("Title", String(name)) }
            let suffix = name.contains(".") ? name.split(separator: ".").last.map { String($0) } : nil
            change.new.set("FileExtension", suffix)
            change.new.set("FileType", suffix?.uppercased() ?? "UNKNOWN")
            change.new.set("ContentSize", Data.fromDatabaseValue(change.new["VersionData"])?.count ?? 0)
        }
        let older = try versions(of: change, in: transaction)
        change.new.set("VersionNumber", String(older.count + 1))
        change.new.set("IsLatest", true)
        if !change.new.has("ContentModifiedDate") { change.new.set("ContentModifiedDate", transaction.now) }
        change.new.set("ContentModifiedById", transaction.userId)
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard change.isCreate, let documentId = change.new.text("ContentDocumentId") else { return }
        for version in try versions(of: change, in: transaction) where version.isTrue("IsLatest") {
            guard let id = version.text("Id"), id != change.id else { continue }
            var values = RecordValues()
            values.set("IsLatest", false)
            try transaction.amend("ContentVersion", id, values)
        }
        var document = RecordValues()
        for name in ["Title", "FileType", "FileExtension", "ContentSize", "ContentModifiedDate", "SharingPrivacy"] {
            document[name] = change.new[name]
        }
        document.set("LatestPublishedVersionId", change.id)
        guard let documents = transaction.schema.object("ContentDocument"),
            try transaction.stored("ContentDocument", documentId) == nil
        else { return try transaction.amend("ContentDocument", documentId, document) }
        document["OwnerId"] = change.new["OwnerId"]
        try transaction.create(documents, document, id: documentId)
        guard let links = transaction.schema.object("ContentDocumentLink") else { return }
        try transaction.create(links, ContentDocumentLinkRule.link(of: documentId, to: transaction.userId))
        if let location = change.new.text("FirstPublishLocationId"), location != transaction.userId {
            try transaction.create(links, ContentDocumentLinkRule.link(of: documentId, to: location, shareType: "V"))
        }
    }

    private func versions(of change: RecordChange, in transaction: Transaction) throws -> [RecordValues] {
        try transaction.records("ContentVersion", where: [("ContentDocumentId", change.new["ContentDocumentId"])])
    }
}

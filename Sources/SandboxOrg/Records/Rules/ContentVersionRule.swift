import Crypto
import FoundationEssentials
import GRDB

/// A new version is the latest of its document. One that names no document begins a new one.
struct ContentVersionRule: RecordRule {
    let objects: Set<String> = ["ContentVersion"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.isCreate else { return }
        if !change.new.has("FileType") { try describeFile(&change) }
        if !change.new.has("ContentDocumentId"), let documents = transaction.schema.object("ContentDocument") {
            change.new.set("ContentDocumentId", try transaction.newId(for: documents))
        }
        let older = try versions(of: change, in: transaction)
        change.new.set("VersionNumber", String(older.count + 1))
        change.new.set("IsLatest", true)
        if !change.new.has("ContentModifiedDate") { change.new.set("ContentModifiedDate", transaction.now) }
        change.new.set("ContentModifiedById", transaction.userId)
    }

    /// Works out from a file's path and contents what kind of file it is.
    private func describeFile(_ change: inout RecordChange) throws {
        let missing =
            change.new.has("ContentUrl") ? [] : ["PathOnClient", "VersionData"].filter { !change.new.has($0) }
        guard missing.isEmpty else { throw SalesforceError.requiredFieldsMissing(missing) }
        guard let path = change.new.text("PathOnClient") else { return change.new.set("FileType", "LINK") }
        let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? path[...]
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let suffix = parts.count > 1 ? parts.last.map { String($0.prefix(Self.longestSuffix)) } : nil
        if !change.new.has("Title") {
            change.new.set("Title", suffix.map { String(name.dropLast($0.count + 1)) } ?? String(name))
        }
        change.new.set("FileExtension", suffix)
        change.new.set("FileType", suffix.map { String($0.uppercased().prefix(Self.longestType)) } ?? "UNKNOWN")
        let data = Data.fromDatabaseValue(change.new["VersionData"]) ?? Data()
        change.new.set("ContentSize", data.count)
        let digest = Insecure.MD5.hash(data: data).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        change.new.set("Checksum", digest.joined())
    }

    private static let longestSuffix = 40
    private static let longestType = 20

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard change.isCreate, let documentId = change.new.text("ContentDocumentId") else { return }
        for version in try versions(of: change, in: transaction) where version.isTrue("IsLatest") {
            guard let id = version.text("Id"), id != change.id else { continue }
            var values = RecordValues()
            values.set("IsLatest", false)
            try transaction.amend("ContentVersion", id, values)
        }
        var document = RecordValues()
        for name in [
            "Title", "FileType", "FileExtension", "ContentSize", "ContentModifiedDate", "SharingPrivacy",
            "SharingOption", "PublishStatus",
        ] {
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

import Crypto
package import Foundation
import JSON
import Platforms

/// How entries are chained.
package enum AuditChain {
    /// The end of a chain: what the next entry is tied to.
    package struct Head: Hashable, Sendable {
        /// How many entries there are.
        package var count: Int
        /// The hash of the last one.
        package var hash: String

        package init(count: Int, hash: String) {
            self.count = count
            self.hash = hash
        }

        /// Of a chain without entries.
        package static let empty = Head(count: 0, hash: String(repeating: "0", count: 64))
    }

    /// Ties entries to the end of the chain.
    package static func link(_ entries: [AuditEntry], to head: Head) -> [AuditRecord] {
        var head = head
        return entries.map { entry in
            let salt = RandomText.hexadecimal(bytes: 16)
            let digest = digest(of: entry.personal, salt: salt)
            let hash = hash(number: head.count + 1, of: entry, digest: digest, after: head.hash)
            head = Head(count: head.count + 1, hash: hash)
            return AuditRecord(
                number: head.count,
                entry: entry,
                isForgotten: false,
                salt: salt,
                digest: digest,
                hash: hash
            )
        }
    }

    /// What is wrong with a record that should come after `head`; nil when nothing is.
    package static func problem(with record: AuditRecord, after head: Head) -> String? {
        guard record.number == head.count + 1 else {
            return "Entry \(head.count + 1) is missing; the next one is \(record.number)."
        }
        if !record.isForgotten, record.digest != digest(of: record.entry.personal, salt: record.salt) {
            return "The details of entry \(record.number) were changed."
        }
        guard record.hash == hash(number: record.number, of: record.entry, digest: record.digest, after: head.hash)
        else { return "Entry \(record.number) or one before it was changed." }
        return nil
    }

    private static func digest(of personal: AuditEntry.Personal, salt: String) -> String {
        let parts: JSONValue = [
            .string(salt), .array(personal.recordIDs.map(JSONValue.string)), .object(personal.details),
        ]
        return SHA256.hash(data: parts.serialized()).hexadecimalText
    }

    private static func hash(number: Int, of entry: AuditEntry, digest: String, after previous: String) -> String {
        let optional = { (text: String?) in text.map(JSONValue.string) ?? .null }
        let parts: JSONValue = [
            .string(previous), .number(JSONNumber(number)), .string(entry.kind.rawValue),
            .number(JSONNumber(entry.at.wholeMilliseconds)), .string(entry.actor), optional(entry.agentID),
            optional(entry.callID), optional(entry.action), optional(entry.outcome),
            entry.duration.map { .number(JSONNumber($0.wholeMilliseconds)) } ?? .null, .string(digest),
        ]
        return SHA256.hash(data: parts.serialized()).hexadecimalText
    }
}

extension Date {
    /// As it is kept: a time is rounded once, before it is hashed.
    package var wholeMilliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }
}

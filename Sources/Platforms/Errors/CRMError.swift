/// Why a CRM did not do what it was asked to do.
package struct CRMError: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No connection to the CRM, or the connection was lost.
        case unreachable
        case timedOut
        /// The org sends us to another address. A token goes to the address it was granted for, so it is not followed.
        case moved
        /// The task that waited for the answer was cancelled.
        case cancelled
        /// The CRM is there, but closed: maintenance, overload.
        case unavailable
        /// An answer that makes no sense.
        case unreadable
        /// An answer longer than the connection takes.
        case tooLarge
        /// The access token is no longer good; another may be.
        case sessionInvalid
        /// Nothing but a person can sign in again: a revoked grant, an expired password.
        case signInRefused
        /// No more requests for now.
        case limitExceeded
        case noPermission
        case notFound
        case deleted
        /// Several records match where one was meant; ``CRMError/matches`` names them.
        case ambiguous
        /// Someone else is writing the record at this moment.
        case lockedRow
        /// The record exists already; ``CRMError/matches`` names those found, when the CRM says.
        case duplicate
        /// Other records depend on it.
        case inUse
        /// A value the CRM does not take; ``CRMError/fields`` names the fields, when the CRM says.
        case validation
        case malformedQuery
        case malformedRequest
        /// The org has no such feature, object or version.
        case unsupported
        /// A fault inside the CRM.
        case internalFault
    }

    /// A record the CRM named.
    package struct Match: Hashable, Sendable {
        /// The type of record, when the CRM says: `Contact`.
        package var object: String?
        package var id: String

        package init(object: String?, id: String) {
            self.object = object
            self.id = id
        }
    }

    package var kind: Kind
    /// Whether the write that failed may have been carried out all the same. Always false for a request that only reads.
    package var mayHaveBeenWritten: Bool
    /// One plain sentence to speak, without ids, codes or jargon.
    package var say: String
    /// The CRM's own code for the error: `REQUIRED_FIELD_MISSING`.
    package var errorCode: String?
    /// The names of the fields at fault, as the CRM spells them.
    package var fields: [String]
    package var matches: [Match]
    /// The HTTP status; nil when no answer came.
    package var status: Int?
    /// What the CRM or the network said, cleaned and shortened: for the console, never to be spoken. It may hold values
    /// of the record.
    package var detail: String?

    /// Whether the request reached the CRM, or may have, where it is a write.
    package var mayHaveBeenSent: Bool { status != nil || mayHaveBeenWritten }

    package init(
        _ kind: Kind,
        say: String? = nil,
        mayHaveBeenWritten: Bool = false,
        errorCode: String? = nil,
        fields: [String] = [],
        matches: [Match] = [],
        status: Int? = nil,
        detail: String? = nil
    ) {
        self.kind = kind
        self.mayHaveBeenWritten = mayHaveBeenWritten
        self.say = say ?? kind.sentence
        self.errorCode = errorCode
        self.fields = fields
        self.matches = matches
        self.status = status
        self.detail = detail.map { SpokenText.cleaned($0, limit: 500) }
    }
}

extension CRMError.Kind {
    /// What to say when nothing more is known.
    package var sentence: String {
        switch self {
        case .unreachable: "I can't reach our records right now."
        case .timedOut: "Our records are taking too long to answer."
        case .moved: "Our records have moved, so I can't reach them."
        case .cancelled: "I stopped before that was finished."
        case .unavailable: "Our records are unavailable for the moment."
        case .unreadable: "I got an answer from our records that I can't make sense of."
        case .tooLarge: "There is too much in our records for me to read out."
        case .sessionInvalid: "My access to our records has expired and needs to be renewed."
        case .signInRefused: "I can't sign in to our records; someone on our team has to connect me again."
        case .limitExceeded: "Our records are very busy, so I can't look there for the moment."
        case .noPermission: "I'm not allowed to do that in our records."
        case .notFound: "I couldn't find that in our records."
        case .deleted: "That record has been deleted."
        case .ambiguous: "Several records match, so I can't tell which one is meant."
        case .lockedRow: "Someone else is changing that record right now."
        case .duplicate: "That already exists in our records."
        case .inUse: "That can't be removed, because other records depend on it."
        case .validation: "Our records don't accept one of the values."
        case .malformedQuery: "I can't search our records that way."
        case .malformedRequest: "I can't do that, because the request was not put together correctly."
        case .unsupported: "Our records don't support that."
        case .internalFault: "Something went wrong inside our records system."
        }
    }
}

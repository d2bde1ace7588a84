package import Foundation

/// Somebody who may see or change the workspace.
package struct Person: Hashable, Sendable, Identifiable {
    /// `usr_9f86d081884c7d659a2feaa0c55ad015`
    package var id: String
    /// What they log in with; in lower case, unique.
    package var email: String
    package var name: String
    package var role: Role
    package var createdAt: Date
    package var changedAt: Date
    /// Goes up with every change of it.
    package var revision: Int

    package init(
        id: String,
        email: String,
        name: String,
        role: Role,
        createdAt: Date,
        changedAt: Date,
        revision: Int = 1
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.role = role
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }
}

/// What a person may do.
package enum Role: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Sees everything.
    case viewer
    /// Sees and changes everything.
    case owner

    package static func < (left: Role, right: Role) -> Bool { left == .viewer && right == .owner }
}

/// Somebody who has proved who they are, and with what.
package struct Principal: Hashable, Sendable {
    package enum Proof: Hashable, Sendable {
        case session(id: String)
        case adminToken(id: String)
    }

    package var person: Person
    /// What they may do with this proof: never more than the person may.
    package var role: Role
    package var proof: Proof

    package init(person: Person, role: Role, proof: Proof) {
        self.person = person
        self.role = role
        self.proof = proof
    }
}

/// A person's time between logging in and out.
package struct Session: Hashable, Sendable, Identifiable {
    /// `ses_9f86d081884c7d659a2feaa0c55ad015`
    package var id: String
    package var personID: Person.ID
    package var createdAt: Date
    package var expiresAt: Date
    /// When it was used last, to the minute.
    package var usedAt: Date
    /// The network address it was used from last; nil where that is not known.
    package var address: String?
    /// What was signed in with, such as `Firefox on Linux`; nil where that is not known.
    package var device: String?

    package init(
        id: String,
        personID: Person.ID,
        createdAt: Date,
        expiresAt: Date,
        usedAt: Date,
        address: String? = nil,
        device: String? = nil
    ) {
        self.id = id
        self.personID = personID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt
        self.address = address
        self.device = device
    }
}

/// A token for programs that work in a person's place.
package struct AdminToken: Hashable, Sendable, Identifiable {
    /// `tok_9f86d081884c7d659a2feaa0c55ad015`
    package var id: String
    /// What it is for.
    package var name: String
    package var role: Role
    /// Who made it. It ends with them.
    package var personID: Person.ID
    package var createdAt: Date
    /// Nil for one that stays until it is revoked.
    package var expiresAt: Date?

    package init(id: String, name: String, role: Role, personID: Person.ID, createdAt: Date, expiresAt: Date?) {
        self.id = id
        self.name = name
        self.role = role
        self.personID = personID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

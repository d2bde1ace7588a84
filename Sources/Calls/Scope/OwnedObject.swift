import Actions
import SOQL

/// Whose the records of one kind of object are, and where its relationships lead.
struct OwnedObject: Sendable {
    enum Belonging: Hashable, Sendable {
        /// To a customer, whom its own fields name.
        case toCustomer
        /// To whichever records they are linked to: files and notes.
        case toLinkedRecords
        /// To the company itself: its people, products and articles. Any of them may be read and referred to.
        case toCompany
    }

    /// Where a relationship to one record leads.
    enum Parent: Hashable, Sendable {
        case object(String)
        /// A record that is there for this one only, and so is as much the caller's as this one.
        case part(String)
        /// Records of several kinds. Whose they are can't be asked in the same query.
        case mixed
    }

    /// Where a relationship to several records leads.
    enum Child: Hashable, Sendable {
        case object(String)
        /// Records that are about this one, and so as much the caller's as this one.
        case part(String)
    }

    let name: String
    /// The first three characters of its ids.
    let prefix: String
    let belonging: Belonging
    /// The fields that hold the contact whose record it is.
    let contactFields: [FieldPath]
    /// The fields that hold the account whose record it is.
    let accountFields: [FieldPath]
    /// The field with another record, whose owner owns this one as well.
    let owningReference: String?
    /// Whether Salesforce answers a query only when it names records by ``owningReference``.
    let isFoundByReferenceOnly: Bool
    /// The relationships to records that must be the caller's as well, where there is one: a case of the caller's account
    /// with a contact of another one is not the caller's.
    let owners: [String]
    private let parents: [String: Parent]
    private let children: [String: Child]

    init(
        _ name: String,
        _ prefix: String,
        _ belonging: Belonging = .toCustomer,
        contact: [FieldPath] = [],
        account: [FieldPath] = [],
        through reference: String? = nil,
        isFoundByReferenceOnly: Bool = false,
        owners: [String] = [],
        parents: [String: Parent] = [:],
        children: [String: Child] = [:]
    ) {
        self.name = name
        self.prefix = prefix
        self.belonging = belonging
        contactFields = contact
        accountFields = account
        owningReference = reference
        self.isFoundByReferenceOnly = isFoundByReferenceOnly
        self.owners = owners
        self.parents = Self.parentsOfAll.merging(parents) { $1 }.lowercased
        self.children = children.lowercased
    }

    func parent(_ relationship: String) -> Parent? { parents[relationship.lowercased()] }
    func child(_ relationship: String) -> Child? { children[relationship.lowercased()] }

    private static let parentsOfAll: [String: Parent] = [
        "Owner": .object("User"), "CreatedBy": .object("User"), "LastModifiedBy": .object("User"),
        "RecordType": .object("RecordType"),
    ]
}

extension OwnedObject {
    /// An object of a company's own: whose a record is, its lookup fields say, and whatever they lead to must be the
    /// caller's as well.
    init(_ object: CustomObject) {
        var owners: [String] = []
        var parents: [String: Parent] = [:]
        for (field, parent) in [(object.contactField, "Contact"), (object.accountField, "Account")] {
            guard let field else { continue }
            // `Contact__c` holds the id of what `Contact__r` leads to.
            let relationship = field.dropLast() + "r"
            owners.append(String(relationship))
            parents[String(relationship)] = .object(parent)
        }
        self.init(
            object.name,
            object.idPrefix,
            contact: [object.contactField].compactMap { $0.map { FieldPath([Name($0)]) } },
            account: [object.accountField].compactMap { $0.map { FieldPath([Name($0)]) } },
            owners: owners,
            parents: parents
        )
    }
}

/// The objects whose owner is known. Any other is out of reach of an action that is limited to the caller's records.
struct ObjectTable: Sendable {
    private var byName: [String: OwnedObject] = [:]
    private var byPrefix: [String: OwnedObject] = [:]

    init(_ objects: [OwnedObject]) {
        for object in objects { add(object) }
    }

    /// The same with a company's own objects. Nothing that is known already can be declared to be anyone else's.
    func adding(_ objects: [CustomObject]) -> ObjectTable {
        var table = self
        for object in objects where table[name: object.name] == nil && table.byPrefix[object.idPrefix] == nil {
            table.add(OwnedObject(object))
        }
        return table
    }

    private mutating func add(_ object: OwnedObject) {
        byName[object.name.lowercased()] = object
        if byPrefix[object.prefix] == nil { byPrefix[object.prefix] = object }
    }

    subscript(name name: String) -> OwnedObject? { byName[name.lowercased()] }

    /// The kind of record an id is of.
    subscript(id id: String) -> OwnedObject? { byPrefix[String(id.prefix(3))] }
}

extension Dictionary where Key == String {
    fileprivate var lowercased: [String: Value] {
        var lowercased: [String: Value] = [:]
        for (key, value) in self { lowercased[key.lowercased()] = value }
        return lowercased
    }
}

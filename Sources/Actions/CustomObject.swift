/// An object of a company's own, and which of its lookup fields say whose a record is.
package struct CustomObject: Hashable, Sendable {
    /// Such as `Warranty__c`.
    package var name: String
    /// The first three characters of its ids, such as `a0X`: by them a record is known for one of these.
    package var idPrefix: String
    /// The lookup field with the contact whose record it is.
    package var contactField: String?
    /// The lookup field with the account whose record it is.
    package var accountField: String?

    package init(_ name: String, idPrefix: String, contactField: String? = nil, accountField: String? = nil) {
        self.name = name
        self.idPrefix = idPrefix
        self.contactField = contactField
        self.accountField = accountField
    }
}

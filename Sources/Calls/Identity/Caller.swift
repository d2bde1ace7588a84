/// The contact whom a call is about.
package struct Caller: Hashable, Sendable {
    package var contactID: String
    package var accountID: String?
    package var name: String?

    package init(contactID: String, accountID: String? = nil, name: String? = nil) {
        self.contactID = contactID
        self.accountID = accountID
        self.name = name
    }
}

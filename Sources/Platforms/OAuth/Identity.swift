import JSON

/// A user as an org describes one who is signed in.
struct Identity: Hashable, Sendable {
    var userID: String
    var organizationID: String
    var username: String
    var name: String

    /// Reads the answer of an identity URL.
    init?(_ json: JSONValue) {
        guard let userID = json["user_id"]?.string, let organizationID = json["organization_id"]?.string else {
            return nil
        }
        self.userID = userID
        self.organizationID = organizationID
        username = SpokenText.cleaned(json["username"]?.string ?? "", limit: 255)
        name = SpokenText.cleaned(json["display_name"]?.string ?? "", limit: 255)
    }

    /// Whether it is the user of an org, whose ids may be of 15 or 18 characters.
    func isUser(_ userID: String, of organizationID: String) -> Bool {
        self.userID.prefix(15) == userID.prefix(15) && self.organizationID.prefix(15) == organizationID.prefix(15)
    }
}

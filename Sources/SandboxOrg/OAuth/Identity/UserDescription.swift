import Foundation
import JSON

/// A user as the identity URL and OpenID Connect describe one.
struct UserDescription: Sendable {
    /// The record of the user, with all fields.
    let user: JSONValue
    let organizationId: String
    let origin: String
    let now: Date

    static let claimNames = [
        "sub", "user_id", "organization_id", "preferred_username", "nickname", "name", "email", "email_verified",
        "given_name", "family_name", "zoneinfo", "photos", "profile", "picture", "address", "urls", "active",
        "user_type", "language", "locale", "utcOffset", "updated_at",
    ]

    private var id: String { user["Id"]?.string ?? "" }
    private var url: JSONValue { .string("\(origin)/id/\(organizationId)/\(id)") }

    /// The members of the identity URL's answer in Salesforce's order.
    ///
    /// `isAsking` is whether the user is who asks; a `version` fills in the URLs' placeholders.
    func identity(isAsking: Bool, version: String?) -> JSONObject {
        [
            "id": url,
            "asserted_user": .boolean(isAsking),
            "user_id": .string(id),
            "organization_id": .string(organizationId),
            "username": value("Username"),
            "nick_name": value("CommunityNickname"),
            "display_name": value("Name"),
            "email": value("Email"),
            "email_verified": true,
            "first_name": value("FirstName"),
            "last_name": value("LastName"),
            "timezone": value("TimeZoneSidKey"),
            "photos": ["picture": photo("F"), "thumbnail": photo("T")],
            "addr_street": address("street"),
            "addr_city": address("city"),
            "addr_state": address("state"),
            "addr_country": address("country"),
            "addr_zip": address("postalCode"),
            "mobile_phone": value("MobilePhone"),
            "mobile_phone_verified": false,
            "is_lightning_login_user": false,
            "status": ["created_date": nil, "body": nil],
            "urls": .object(urls(version: version)),
            "active": value("IsActive"),
            "user_type": userType,
            "language": value("LanguageLocaleKey"),
            "locale": value("LocaleSidKey"),
            "utcOffset": offset,
            "last_modified_date": value("LastModifiedDate"),
            "is_app_installed": true,
        ]
    }

    /// The claims of `userinfo`, named by ``claimNames``.
    var claims: JSONObject {
        let members: [JSONValue] = [
            url, .string(id), .string(organizationId), value("Username"), value("CommunityNickname"), value("Name"),
            value("Email"), true, value("FirstName"), value("LastName"), value("TimeZoneSidKey"),
            ["picture": photo("F"), "thumbnail": photo("T")], .string("\(origin)/\(id)"), photo("F"),
            .object(postalAddress), .object(urls(version: nil)), value("IsActive"), userType,
            value("LanguageLocaleKey"), value("LocaleSidKey"), offset, value("LastModifiedDate"),
        ]
        return zip(Self.claimNames, members).reduce(into: JSONObject()) { $0[$1.0] = $1.1 }
    }

    private func value(_ field: String) -> JSONValue { user[field] ?? nil }

    private func address(_ part: String) -> JSONValue {
        user[part == "postalCode" ? "PostalCode" : part.prefix(1).uppercased() + part.dropFirst()]
            ?? user["Address"]?[part] ?? nil
    }

    private var postalAddress: JSONObject {
        var members = JSONObject()
        let parts = [
            ("street_address", "street"), ("locality", "city"), ("region", "state"), ("postal_code", "postalCode"),
            ("country", "country"),
        ]
        for (claim, part) in parts where !address(part).isNull { members[claim] = address(part) }
        return members
    }

    private var userType: JSONValue { .string(value("UserType").string?.uppercased() ?? "STANDARD") }

    private func photo(_ size: String) -> JSONValue { .string("\(origin)/profilephoto/005/\(size)") }

    /// What the user's zone is ahead of UTC without summer time, in milliseconds.
    private var offset: JSONValue {
        guard let zone = value("TimeZoneSidKey").string.flatMap(TimeZone.init(identifier:)) else { return 0 }
        let seconds = zone.secondsFromGMT(for: now) - Int(zone.daylightSavingTimeOffset(for: now))
        return .number(JSONNumber(seconds * 1000))
    }

    private func urls(version: String?) -> JSONObject {
        let number = version.map { $0 == "latest" ? "\(APIVersion.newest).0" : $0 } ?? "{version}"
        let organization = organizationId.prefix(15)
        let data = "\(origin)/services/data/v\(number)"
        return [
            "enterprise": .string("\(origin)/services/Soap/c/\(number)/\(organization)"),
            "metadata": .string("\(origin)/services/Soap/m/\(number)/\(organization)"),
            "partner": .string("\(origin)/services/Soap/u/\(number)/\(organization)"),
            "rest": .string("\(data)/"),
            "sobjects": .string("\(data)/sobjects/"),
            "search": .string("\(data)/search/"),
            "query": .string("\(data)/query/"),
            "recent": .string("\(data)/recent/"),
            "tooling_soap": .string("\(origin)/services/Soap/T/\(number)/\(organization)"),
            "tooling_rest": .string("\(data)/tooling/"),
            "profile": .string("\(origin)/\(id)"),
            "feeds": .string("\(data)/chatter/feeds"),
            "groups": .string("\(data)/chatter/groups"),
            "users": .string("\(data)/chatter/users"),
            "feed_items": .string("\(data)/chatter/feed-items"),
            "feed_elements": .string("\(data)/chatter/feed-elements"),
            "custom_domain": .string(origin),
        ]
    }
}

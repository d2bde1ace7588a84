import JSON

/// What a SOAP log-in answers.
struct LoginResult: Sendable {
    /// The record of the user, with all fields.
    var user: JSONValue
    var organizationId: String
    var organizationName: String
    var sessionId: String
    /// How long the session may lie unused.
    var sessionSeconds: Int
    var origin: String
    /// The letter of the service: `u` or `c`.
    var kind: String
    var version: String

    /// The `result` element. Clients look for names without prefix in it.
    var markup: String {
        let place = "\(version)/\(organizationId.prefix(15))"
        let info = [
            ("accessibilityMode", "false"), ("chatterExternal", "false"), ("currencySymbol", "$"),
            ("orgAttachmentFileSizeLimit", "26214400"), ("orgDefaultCurrencyIsoCode", "USD"),
            ("orgDefaultCurrencyLocale", "en_US"), ("orgDisallowHtmlAttachments", "false"),
            ("orgHasPersonAccounts", "false"), ("organizationId", organizationId),
            ("organizationMultiCurrency", "false"), ("organizationName", organizationName),
            ("profileId", value("ProfileId")), ("roleId", value("UserRoleId")),
            ("sessionSecondsValid", String(sessionSeconds)), ("userDefaultCurrencyIsoCode", ""),
            ("userEmail", value("Email")), ("userFullName", value("Name")), ("userId", value("Id")),
            ("userLanguage", value("LanguageLocaleKey")), ("userLocale", value("LocaleSidKey")),
            ("userName", value("Username")), ("userTimeZone", value("TimeZoneSidKey")),
            ("userType", value("UserType")), ("userUiSkin", "Theme3"),
        ]
        let members = [
            ("metadataServerUrl", "\(origin)/services/Soap/m/\(place)"), ("passwordExpired", "false"),
            ("sandbox", "false"), ("serverUrl", "\(origin)/services/Soap/\(kind)/\(place)"), ("sessionId", sessionId),
            ("userId", value("Id")),
        ]
        return "<result>\(Self.elements(members))<userInfo>\(Self.elements(info))</userInfo></result>"
    }

    private func value(_ field: String) -> String { user[field]?.string ?? "" }

    private static func elements(_ members: [(name: String, text: String)]) -> String {
        members.map { name, text in
            text.isEmpty ? "<\(name) xsi:nil=\"true\"/>" : "<\(name)>\(text.escapedAsMarkup)</\(name)>"
        }
        .joined()
    }
}

import JWTKit

extension ConnectionSettings {
    /// What is wrong with a member of the settings.
    package struct Problem: Hashable, Sendable {
        /// The member as the API spells it: `login_host`.
        package var member: String
        /// What to do about it, in a sentence.
        package var message: String
    }

    /// What is wrong with the settings, and with the credentials for them; empty when nothing is.
    package func problems(with credentials: ConnectionCredentials) -> [Problem] {
        var problems: [Problem] = []
        func expect(_ holds: Bool, _ member: String, _ message: String) {
            if !holds { problems.append(Problem(member: member, message: message)) }
        }
        expect(
            !name.isEmpty && name.count <= 80 && name == name.trimmed && !name.contains(where: \.isNewline),
            "name",
            "Give a name of 1 to 80 characters on one line."
        )
        expect(platform == "salesforce", "platform", "The only platform so far is 'salesforce'.")
        expect(
            !clientID.isEmpty && clientID.utf8.count <= 512 && clientID.utf8.allSatisfy { 0x21...0x7E ~= $0 },
            "client_id",
            "Give the consumer key of the connected app."
        )
        expect(Self.isVersion(apiVersion), "api_version", "Give a version such as '59.0', from 31.0 to 99.0.")
        expect(
            (0...90).contains(reservedPercent),
            "reserved_percent",
            "The share kept for people is between 0 and 90 percent."
        )
        expect(
            scopes.count <= 20
                && scopes.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x21...0x7E ~= $0 } && $0.utf8.count <= 60 },
            "scopes",
            "Scopes are single words such as 'api'."
        )
        if let secret = credentials.clientSecret {
            expect(
                !secret.text.isEmpty && secret.text.utf8.count <= 512,
                "client_secret",
                "Give the consumer secret of the connected app, or leave it out."
            )
        }
        switch grant {
        case .authorizationCode:
            expect(
                scopes.contains { $0 == "refresh_token" || $0 == "offline_access" },
                "scopes",
                "Ask for the scope 'refresh_token', or the connection ends with its first access token."
            )
        case .clientCredentials:
            expect(credentials.clientSecret != nil, "client_secret", "Client credentials need the consumer secret.")
            expect(
                logInHost.isOfOneOrg,
                "login_host",
                "Client credentials are taken at the org's own address only: https://NAME.my.salesforce.com."
            )
        case .jwtBearer(let username):
            expect(!username.isEmpty && username.utf8.count <= 255, "username", "Give the user the key speaks for.")
            expect(
                credentials.privateKey.map { (try? Insecure.RSA.PrivateKey(pem: $0.text)) != nil } ?? false,
                "private_key",
                "Give the RSA private key, in PEM, whose certificate the connected app has."
            )
        }
        return problems
    }

    private static func isVersion(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "0", parts[0].utf8.count == 2, let number = Int(parts[0]) else {
            return false
        }
        return (31...99).contains(number)
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

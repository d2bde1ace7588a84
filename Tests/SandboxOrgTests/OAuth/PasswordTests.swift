import JSON
import Testing

@testable import SandboxOrg

/// `/sobjects/User/{id}/password`
struct PasswordTests {
    private static func logIn(_ sandbox: RunningSandbox, _ password: String) async throws -> Int {
        let form = [
            "grant_type": "password", "client_id": "any", "client_secret": "any", "username": "admin@sandbox.test",
            "password": password,
        ]
        return try await BrowserlessClient(sandbox).post("/services/oauth2/token", form).status
    }

    @Test func `a password that is set is the one to log in with`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let path = "sobjects/User/\(sandbox.org.administratorId)/password"
            #expect(try await client.send("GET", path).json == ["isExpired": false])
            #expect(try await client.send("POST", path, #"{"NewPassword": "tulips42"}"#).status == 204)
            #expect(try await Self.logIn(sandbox, "sandbox") == 400)
            #expect(try await Self.logIn(sandbox, "tulips42") == 200)
            #expect(try await Self.logIn(sandbox, "tulips42SECURITYTOKEN") == 200)
            let made = try #require(try await client.send("DELETE", path).json?["NewPassword"]?.string)
            #expect(try await Self.logIn(sandbox, "tulips42") == 400)
            #expect(try await Self.logIn(sandbox, made) == 200)
            try await sandbox.reset()
            #expect(try await Self.logIn(sandbox, "sandbox") == 200)
        }
    }

    @Test(arguments: ["", "tulip4", "tulipstulips", "123456789"])
    func `a weak password is refused`(password: String) async throws {
        try await withSandboxServer { sandbox in
            let path = "sobjects/User/\(sandbox.org.administratorId)/password"
            let body = (["NewPassword": .string(password)] as JSONValue).serializedText()
            let answer = try await SandboxClient(sandbox).send("POST", path, body)
            #expect(answer.status == 400)
            #expect(answer.error?["errorCode"] == "INVALID_NEW_PASSWORD")
            #expect(try await Self.logIn(sandbox, "sandbox") == 200)
        }
    }

    @Test func `nobody's password is not found`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for id in ["005Sb0000000zzzIAA", "nobody"] {
                let path = "sobjects/User/\(id)/password"
                let answer = try await client.send("POST", path, #"{"NewPassword": "tulips42"}"#)
                #expect(answer.status == 404)
            }
        }
    }
}

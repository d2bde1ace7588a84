import JSON
package import Platforms

/// Hands clients what they have to bring back, such that only this workspace can have made it and only for one agent.
///
/// So nothing of a conversation is kept here: every node can go on with it.
package struct MCPSeal: Sendable {
    enum Purpose: String, Sendable {
        case session, question
    }

    private let vault: Vault

    package init(_ vault: Vault) { self.vault = vault }

    func seal(_ value: JSONValue, _ purpose: Purpose, for agentID: String) throws(RPCError) -> String {
        do throws(VaultError) {
            return try vault.seal(Secret(value.serializedText()), for: owner(purpose, agentID)).text
        } catch {
            throw RPCError(.internalError, "The key file can't be used.")
        }
    }

    /// What was sealed; nil when it was changed, made elsewhere, or is another agent's.
    func open(_ text: String, _ purpose: Purpose, for agentID: String) -> JSONValue? {
        let sealed = SealedSecret(text: text)
        guard text.utf8.count <= 4096, let secret = try? vault.open(sealed, for: owner(purpose, agentID)) else {
            return nil
        }
        return try? JSONValue(parsing: secret.text)
    }

    private func owner(_ purpose: Purpose, _ agentID: String) -> String { "mcp/\(purpose.rawValue)/\(agentID)" }
}

import HTTPTypes

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    static let mcpRevision = HTTPField.Name("MCP-Protocol-Version") ?? .server
    static let mcpMethod = HTTPField.Name("Mcp-Method") ?? .server
    static let mcpName = HTTPField.Name("Mcp-Name") ?? .server
    static let mcpSession = HTTPField.Name("Mcp-Session-Id") ?? .server
    static let callID = HTTPField.Name("X-Call-Id") ?? .server
    static let callerPhone = HTTPField.Name("X-Caller-Phone") ?? .server
    static let callerTurn = HTTPField.Name("X-Caller-Turn") ?? .server
}

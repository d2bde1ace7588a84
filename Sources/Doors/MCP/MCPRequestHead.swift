import Foundation
import HTTPTypes
import JSON

/// What the head of a request says about the message in its body.
struct MCPRequestHead: Sendable {
    private let headers: HTTPFields

    init(_ headers: HTTPFields) { self.headers = headers }

    /// The revision the client says it speaks; nil when it does not say.
    var revision: MCPRevision? { headers[.mcpRevision].map { MCPRevision(date: $0) } }

    /// Whether it is of the revisions that begin with `initialize`.
    var isHandshake: Bool { revision.map(MCPRevision.handshakes.contains) ?? true }

    var takesJSON: Bool { accepts("application/json") }
    var takesStream: Bool { headers[.accept] != nil && accepts("text/event-stream") }

    var isJSON: Bool {
        Self.mediaTypes(in: headers[.contentType] ?? "") == [ArraySlice("application/json".utf8)]
            && headers[.contentEncoding] ?? "identity" == "identity"
    }

    private func accepts(_ type: String) -> Bool {
        guard let accept = headers[.accept] else { return true }
        let family = type.prefix { $0 != "/" } + "/*"
        return Self.mediaTypes(in: accept).contains { range in
            [type[...], family, "*/*"].contains { range.elementsEqual($0.utf8) }
        }
    }

    /// The types that a header names, without their parameters.
    private static func mediaTypes(in header: String) -> [ArraySlice<UInt8>] {
        header.lowercased().utf8.filter { $0 != UInt8(ascii: " ") }
            .split(separator: UInt8(ascii: ","))
            .map { $0.prefix { $0 != UInt8(ascii: ";") } }
    }

    /// Checks that the head and the body of a stateless request say the same, and all that they have to.
    func check(_ request: RPCRequest) throws(RPCError) {
        guard let meta = request.meta, let stated = meta[Self.revisionKey]?.string,
            meta[Self.capabilitiesKey]?.object != nil
        else {
            throw RPCError(
                .invalidParams,
                "params._meta must have \(Self.revisionKey) and \(Self.capabilitiesKey)."
            )
        }
        guard stated == MCPRevision.stateless.date else {
            throw RPCError(
                .unsupportedRevision,
                "Unsupported protocol version",
                data: ["supported": [.string(MCPRevision.stateless.date)], "requested": .string(stated)]
            )
        }
        try check(.mcpRevision, "MCP-Protocol-Version", is: stated)
        try check(.mcpMethod, "Mcp-Method", is: request.method)
        if request.method == "tools/call" { try check(.mcpName, "Mcp-Name", is: request.params["name"]?.string) }
    }

    static let revisionKey = "io.modelcontextprotocol/protocolVersion"
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

    private func check(_ name: HTTPField.Name, _ spelling: String, is value: String?) throws(RPCError) {
        let sent = headers[values: name]
        guard sent.count == 1, let value, Self.decoded(sent[0]) == value else {
            throw RPCError(.headerMismatch, "The header \(spelling) is not what the body says, or is not there once.")
        }
    }

    /// What a header says, which is in Base 64 where a header can't hold it.
    private static func decoded(_ text: String) -> String? {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard text.hasPrefix("=?base64?"), text.hasSuffix("?="), text.utf8.count > 11 else { return text }
        let encoded = String(text.dropFirst(9).dropLast(2))
        guard let data = Data(base64Encoded: encoded), data.base64EncodedString() == encoded else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}

import Calls
import Platforms

/// A connection to an org by its address and a token, for as long as a command runs.
struct OrgLink: Sendable {
    private let transport: HTTPTransport
    let connection: Connection

    init(org: String, token: String) throws {
        guard let instance = InstanceURL(org) else {
            throw Mistake(
                "\(org) is no org's address. Give its https:// address without a path, or http:// on this machine."
            )
        }
        transport = HTTPTransport()
        connection = Connection(to: instance, tokens: FixedToken(token), transport: transport)
    }

    var send: RequestSender {
        let connection = connection
        return { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
    }

    func close() async { await transport.shutdown() }
}

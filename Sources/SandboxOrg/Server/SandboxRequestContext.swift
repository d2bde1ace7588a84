import Hummingbird
import NIOCore

/// Where a request came from, and the way to end its connection.
struct SandboxRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Whether the client runs on this machine.
    var isLocal: Bool {
        guard let address = channel.remoteAddress?.ipAddress else { return false }
        return address.hasPrefix("127.") || address.hasPrefix("::ffff:127.") || address == "::1"
    }

    /// Ends the connection. What has not been sent never is.
    func dropConnection() async {
        // It fails only when the client was faster.
        try? await channel.close()
    }
}

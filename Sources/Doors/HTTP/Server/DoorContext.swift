package import Hummingbird
import NIOCore

/// What is known of a request beside itself.
package struct DoorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address of whoever is at the other end of the connection; nil in tests without one.
    package let remoteAddress: String?
    /// What the request is known by in the log and in its answer.
    package var requestID: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
        requestID = RequestIdentifier.fresh()
    }
}

/// The names of requests.
enum RequestIdentifier {
    static func fresh() -> String {
        var generator = SystemRandomNumberGenerator()
        return "req_" + String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    }

    /// The name a client has given its request, when it is fit for a log.
    static func given(_ text: String?) -> String? {
        guard let text, (8...64).contains(text.utf8.count), text.utf8.allSatisfy(isFit) else { return nil }
        return text
    }

    private static func isFit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

import NIOCore
import NIOHTTP1

/// Decides how the answer to a request is compressed, where the compressor would choose otherwise than Salesforce.
///
/// A client that takes both gzip and deflate gets gzip. What has no body, the answer to HEAD, is not compressed: the
/// compressor would make a body of nothing.
final class AcceptedEncodingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private static let header = "Accept-Encoding"

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if head.method == .HEAD {
            head.headers.remove(name: Self.header)
        } else if Self.prefersGzip(head.headers[canonicalForm: Self.header]) {
            head.headers.replaceOrAdd(name: Self.header, value: "gzip")
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Whether gzip is as welcome as deflate.
    private static func prefersGzip(_ codings: [Substring]) -> Bool {
        func weight(of name: String) -> Double? {
            for coding in codings {
                let parts = coding.split(separator: ";").map(\.trimmed)
                guard parts.first?.lowercased() == name else { continue }
                guard let weight = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("q=") }) else { return 1 }
                return Double(weight.dropFirst(2)) ?? 0
            }
            return nil
        }
        guard let gzip = weight(of: "gzip"), gzip > 0 else { return false }
        return gzip >= weight(of: "deflate") ?? 0
    }
}

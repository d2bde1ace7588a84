import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Platforms

/// Style sheets, scripts and pictures. Their addresses change with their content, so that browsers may keep them.
struct ConsoleAssets: Sendable {
    private struct Asset: Sendable {
        let body: ByteBuffer
        let contentType: String
        let tag: String
    }

    private let assets: [String: Asset]
    /// The addresses, by the names with `_` for `.`: templates have no other way to name them.
    let addresses: [String: String]

    init(_ files: [EmbeddedFiles.File] = EmbeddedFiles.assets) {
        var assets: [String: Asset] = [:]
        var addresses: [String: String] = [:]
        for file in files {
            let tag = String(Base64URL.encoded(SHA256.hash(data: file.bytes)).prefix(12))
            assets[file.name] = Asset(
                body: ByteBuffer(bytes: file.bytes),
                contentType: Self.contentType(of: file.name),
                tag: tag
            )
            addresses[file.name.replacing(".", with: "_")] = "/assets/\(file.name)?v=\(tag)"
        }
        self.assets = assets
        self.addresses = addresses
    }

    func response(to request: Request, name: String) throws -> Response {
        guard let asset = assets[name] else { throw HTTPError(.notFound) }
        let tag = "\"\(asset.tag)\""
        var headers: HTTPFields = [.contentType: asset.contentType, .eTag: tag]
        // Without the version the address stays and the content may change.
        let isVersioned = request.uri.query == "v=\(asset.tag)"
        headers[.cacheControl] = isVersioned ? "public, max-age=31536000, immutable" : "no-cache"
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.body))
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}

import Hummingbird
import NIOCore

extension ResponseBody {
    /// Sends the bytes in ten pieces spread over a while, or all at once when the server shuts down.
    ///
    /// The length is not told: it would be wrong for a compressed body that is sent in pieces.
    static func slow(_ bytes: ByteBuffer, over duration: Duration) -> ResponseBody {
        let pieces = 10
        return ResponseBody { writer in
            var rest = bytes
            for left in stride(from: pieces, through: 1, by: -1) {
                await Pause.wait(duration / pieces)
                let length = rest.readableBytes / left
                if let piece = rest.readSlice(length: length), length > 0 { try await writer.write(piece) }
            }
            try await writer.finish(nil)
        }
    }

    /// Sends the first half of the bytes as if that were all.
    static func cutOff(_ bytes: ByteBuffer) -> ResponseBody {
        ResponseBody(byteBuffer: bytes.getSlice(at: bytes.readerIndex, length: (bytes.readableBytes + 1) / 2) ?? bytes)
    }
}

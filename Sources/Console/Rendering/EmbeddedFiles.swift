import CConsole

/// The files of the console that the program carries with it.
enum EmbeddedFiles {
    struct File: Sendable {
        /// Such as `layout.mustache`.
        let name: String
        let bytes: [UInt8]
    }

    static let templates = files(in: "Templates/")
    static let assets = files(in: "Assets/")

    private static func files(in folder: String) -> [File] {
        (0..<console_file_count()).compactMap { index in
            let file = console_file_at(index)
            let name = String(cString: file.name)
            guard name.hasPrefix(folder) else { return nil }
            let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
            return File(name: String(name.dropFirst(folder.count)), bytes: bytes)
        }
    }
}

import Foundation

/// A folder of a test's own.
struct TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "switchboard-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Writes a file into the folder and gives its path.
    func file(_ name: String, holding text: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }

    /// The path of a file of the folder, whether there is one or not.
    func path(_ name: String) -> String { url.appending(path: name).path }

    func remove() {
        // A folder that stays behind disturbs nothing.
        try? FileManager.default.removeItem(at: url)
    }
}

import Foundation
import Platforms

/// The folder a server keeps what it must not lose in. Only its owner can look into it.
struct DataFolder: Sendable {
    let path: String

    var databasePath: String { path + "/switchboard.sqlite" }
    var keyPath: String { path + "/keys" }
    private var lockPath: String { path + "/lock" }

    init(path: String) {
        let folder = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.path(percentEncoded: false)
        self.path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// Makes the folder where there is none, and refuses one that others can look into.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Mistake("The data folder \(path) can't be made: \(Self.reason(error))")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folderItself)
        let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard permissions & 0o077 == 0 else {
            throw Mistake("Others can look into the data folder \(path). Take their rights away: chmod 700 \(path)")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw Mistake("The data folder \(path) can't be written to.")
        }
    }

    /// Takes the folder for this process, for as long as the lock lives; nil when another process has it.
    func lock() throws -> FolderLock? {
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Mistake("\(lockPath) can't be opened: \(String(cString: strerror(errno))).")
        }
        giveToOwner([lockPath])
        // The system lets go of it however the process ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FolderLock(descriptor: descriptor)
    }

    /// Makes files the folder's owner's.
    func giveToOwner(_ paths: [String]) { FileOwnership.give(paths, toOwnerOf: folderItself) }

    /// The folder without a link to it, such as systemd makes for a service: a link is open to all.
    private var folderItself: String { URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false) }

    private static func reason(_ error: any Error) -> String { (error as NSError).localizedDescription }
}

/// Shows that this process alone works in a data folder.
final class FolderLock: Sendable {
    private let descriptor: CInt

    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

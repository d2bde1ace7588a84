import FoundationEssentials

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The file a key ring is kept in. Only its owner may read it.
package struct KeyFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The keys of the file, which is made with a new key when it is not there.
    ///
    /// Two servers that start at the same time get the same keys.
    package func openOrCreate() throws(VaultError) -> KeyRing {
        if let ring = try readIfThere() { return ring }
        let ring = KeyRing()
        // A link fails when the name is taken, and nobody ever reads half a file.
        let draft = try write(ring)
        defer { unlink(draft) }
        if link(draft, path) == 0 {
            try synchronizeFolder()
            return ring
        }
        guard errno == EEXIST, let ring = try readIfThere() else { throw failure("it can't be made") }
        return ring
    }

    /// The keys of the file.
    package func read() throws(VaultError) -> KeyRing {
        guard let ring = try readIfThere() else { throw .unusableFile(path: path, reason: "there is none.") }
        return ring
    }

    /// Puts other keys into the file, all at once.
    package func replace(with ring: KeyRing) throws(VaultError) {
        let draft = try write(ring)
        // Whoever reads it is still to read it when root has replaced it.
        FileOwnership.give([draft], toOwnerOf: path)
        guard rename(draft, path) == 0 else {
            let error = failure("it can't be replaced")
            unlink(draft)
            throw error
        }
        try synchronizeFolder()
    }

    private func readIfThere() throws(VaultError) -> KeyRing? {
        guard access(path, F_OK) == 0 else {
            guard errno == ENOENT else { throw failure("it can't be read") }
            return nil
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let rights = attributes?[.posixPermissions] as? Int else { throw failure("it can't be read") }
        guard rights & 0o077 == 0 else { throw .exposedFile(path: path) }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw failure("it can't be read") }
        return try KeyRing(parsing: text)
    }

    /// Writes a file of another name beside it; answers its path.
    private func write(_ ring: KeyRing) throws(VaultError) -> String {
        let draft = "\(path).\(RandomText.hexadecimal(bytes: 8))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw failure("it can't be made") }
        defer { close(descriptor) }
        let bytes = Array(ring.text.text.utf8)
        // The keys are a few hundred bytes: they are written whole, or the disk is full.
        guard writeBytes(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let error = failure("it can't be written")
            unlink(draft)
            throw error
        }
        return draft
    }

    private func synchronizeFolder() throws(VaultError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY)
        guard descriptor >= 0 else { throw failure("its folder can't be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("its folder can't be written") }
    }

    private func failure(_ what: String) -> VaultError {
        .unusableFile(path: path, reason: "\(what) (\(String(cString: strerror(errno)))).")
    }
}

// Inside the type, `write` is its own.
private func writeBytes(_ descriptor: CInt, _ bytes: [UInt8], _ count: Int) -> Int { write(descriptor, bytes, count) }

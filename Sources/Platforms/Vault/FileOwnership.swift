import FoundationEssentials

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whose files are.
package enum FileOwnership {
    /// Makes files belong to whom another one, or a folder, belongs to: what is done on the command line as root must not
    /// lock out the server. Nobody but root can give files away.
    package static func give(_ paths: [String], toOwnerOf model: String) {
        guard geteuid() == 0, let attributes = try? FileManager.default.attributesOfItem(atPath: model) else { return }
        let owner = attributes.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
        for path in paths { try? FileManager.default.setAttributes(owner, ofItemAtPath: path) }
    }
}

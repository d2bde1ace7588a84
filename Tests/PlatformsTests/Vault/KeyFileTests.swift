import Foundation
import Testing

@testable import Platforms

struct KeyFileTests {
    /// Runs a test with the path of a key file that is not there yet.
    private func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: RandomText.identifier("keys"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "vault.keys").path)
    }

    private func rights(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `the first start makes a file for its owner alone, later ones read it`() async throws {
        try await withPath { path in
            let file = KeyFile(path: path)
            #expect(throws: VaultError.self) { try file.read() }
            let ring = try file.openOrCreate()
            #expect(try rights(path) == 0o600)
            #expect(try file.openOrCreate().ids == ring.ids)
            #expect(try file.read().ids == ring.ids)
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["vault.keys"])
        }
    }

    @Test func `those who start at the same time get the same keys`() async throws {
        try await withPath { path in
            let ids = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<20 { group.addTask { try KeyFile(path: path).openOrCreate().ids } }
                return try await group.reduce(into: Set<[String]>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }
    }

    @Test func `a file others can read is refused`() async throws {
        try await withPath { path in
            _ = try KeyFile(path: path).openOrCreate()
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(throws: VaultError.exposedFile(path: path)) { try KeyFile(path: path).openOrCreate() }
        }
    }

    @Test func `other keys take the place of those there are`() async throws {
        try await withPath { path in
            let file = KeyFile(path: path)
            let rotated = try file.openOrCreate().rotated()
            try file.replace(with: rotated)
            #expect(try file.read().ids == rotated.ids)
            #expect(try rights(path) == 0o600)
        }
    }

    @Test func `a folder that is not there is explained`() {
        #expect(throws: VaultError.self) { try KeyFile(path: "/nowhere/vault.keys").openOrCreate() }
    }
}

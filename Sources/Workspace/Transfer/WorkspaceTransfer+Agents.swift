import Actions
import Foundation

extension WorkspaceTransfer {
    /// The agents of a file, ready to be looked at: their ids are made up, and their actions have no org.
    ///
    /// - Throws: ``WorkspaceError/invalid(_:)`` with everything that is wrong.
    package static func agents(inFile text: String) throws(WorkspaceError) -> [Agent] {
        let file = try WorkspaceFile(parsing: text)
        var targets: [String: WorkspaceImport.Target] = [:]
        for name in file.actions.map(\.connection) {
            targets[name] = WorkspaceImport.Target(id: name, apiVersion: TemplateCompiler.defaultVersion)
        }
        var contents = WorkspaceContents(revision: 0, actions: [], agents: [])
        _ = try WorkspaceImport(file: file, targets: targets, now: Date()).apply(to: &contents)
        var compiler = WorkspaceCompiler()
        let snapshot = compiler.snapshot(of: contents, versions: [:])
        return contents.agents.compactMap { snapshot.agents[$0.id] }
    }
}

import CCatalog

/// The pre-built actions of a platform.
package struct Catalog: Sendable {
    package struct Group: Sendable {
        package var name: String
        package var actions: [Action]
        /// What each of the actions was compiled from.
        package var definitions: [ActionDefinition]
    }

    /// In the order they are shown.
    package let groups: [Group]

    /// The 56 actions for Salesforce, compiled.
    ///
    /// - Throws: The first problem of a catalogue file, which only a faulty build can have.
    package static func salesforce(version: String = TemplateCompiler.defaultVersion) throws(DefinitionProblem)
        -> Catalog
    {
        var groups: [Group] = []
        for index in 0..<catalog_file_count() {
            let file = catalog_file_at(index)
            let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
            let definitions = DefinitionFile(parsing: text, version: version)
            if var problem = definitions.problems.first {
                problem.message = "\(String(cString: file.name)): \(problem.message)"
                throw problem
            }
            guard let name = definitions.actions.first?.group else { continue }
            groups.append(Group(name: name, actions: definitions.actions, definitions: definitions.definitions))
        }
        return Catalog(groups: groups)
    }

    package var actions: [Action] { groups.flatMap(\.actions) }

    package var definitions: [ActionDefinition] { groups.flatMap(\.definitions) }

    package subscript(name: String) -> Action? {
        for group in groups {
            for action in group.actions where action.name == name { return action }
        }
        return nil
    }
}

package import JSON

extension ActionDefinition {
    /// Reads a definition given as JSON, with the members a definition file has.
    ///
    /// - Throws: The first problem. Its place says nothing: JSON that was read has no lines.
    package init(json: JSONValue, group: String? = nil) throws(DefinitionProblem) {
        self = try DefinitionReader(text: "").definition((json.yamlNode, group)).definition
    }

    /// Reads the only definition of a text in YAML or JSON.
    ///
    /// - Throws: The first problem, also of compiling it.
    package init(parsing text: String, version: String = TemplateCompiler.defaultVersion) throws(DefinitionProblem) {
        let file = DefinitionFile(parsing: text, version: version)
        if let problem = file.problems.first { throw problem }
        guard let only = file.definitions.first, file.definitions.count == 1 else {
            throw DefinitionProblem(
                line: 1,
                column: 1,
                message: "Expected one action, and the text has \(file.definitions.count)."
            )
        }
        self = only
    }
}

extension Schema {
    /// The objects every sandbox org has, read from the schema files inside the program.
    package static func standard() throws -> Schema { try readStandard.get() }

    /// Read once: the files inside the program do not change.
    private static let readStandard = Result { try loading([]) }

    /// The standard objects and, in place of or beside them, the objects of further schema files.
    package static func loading(_ files: [(name: String, yaml: String)]) throws(SchemaFileError) -> Schema {
        var objects: [String: ObjectDefinition] = [:]
        for file in EmbeddedFile.schema + files.map({ EmbeddedFile(name: $0.name, text: $0.yaml) }) {
            let object = try SchemaFile(yaml: file.text, file: file.name).object
            objects[object.name] = object
        }
        for object in objects.values {
            for field in object.fields {
                for target in field.referenceTo where objects[target] == nil {
                    throw SchemaFileError(
                        "\(field.name) points at \(target), which no file describes",
                        file: object.name + ".yaml"
                    )
                }
            }
        }
        return Schema(Array(objects.values))
    }
}

import CSandboxSchema

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

/// A data file compiled into the program.
struct EmbeddedFile {
    var name: String
    var text: String

    static var schema: [EmbeddedFile] {
        (0..<sandbox_schema_file_count()).map { EmbeddedFile(sandbox_schema_file($0)) }
    }

    /// The records of every org, and those of the demo company.
    static var baseSeed: EmbeddedFile { EmbeddedFile(sandbox_base_seed()) }
    static var demoSeed: EmbeddedFile { EmbeddedFile(sandbox_demo_seed()) }
    /// What generated records are made of.
    static var names: EmbeddedFile { EmbeddedFile(sandbox_seed_names()) }

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    private init(_ file: sandbox_file) {
        name = String(cString: file.name)
        text = String(cString: file.text)
    }
}

import CSandboxSchema

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

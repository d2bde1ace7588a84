import Yams

/// Records to begin with, as a YAML file lists them by object.
///
/// `key:` names a record for the references of others (`AccountId: $acme`). In dates `today-3` is three days ago and
/// `today+1 14:30` tomorrow at that time in UTC.
struct SeedFile {
    struct Record {
        var object: String
        var key: String?
        var fields: [(name: String, text: String)]
        var line: Int?
    }

    let name: String
    private(set) var records: [Record] = []

    init(_ file: EmbeddedFile) throws {
        name = file.name
        guard let root = try Yams.compose(yaml: file.text)?.mapping else { return }
        for (objectNode, recordNodes) in root {
            for node in recordNodes.sequence ?? [] {
                guard let mapping = node.mapping else {
                    throw SchemaFileError("expected the fields of a record", file: name, line: node.mark?.line)
                }
                var record = Record(object: objectNode.string ?? "", fields: [], line: node.mark?.line)
                for (key, value) in mapping {
                    guard let key = key.string, let text = value.scalar?.string else {
                        throw SchemaFileError("expected 'Field: value'", file: name, line: key.mark?.line)
                    }
                    if key == "key" { record.key = text } else { record.fields.append((key, text)) }
                }
                records.append(record)
            }
        }
    }
}

extension Schema {
    /// The objects every sandbox org has, read from the schema files inside the program.
    package static func standard() throws -> Schema { try readStandard.get() }

    /// Read once: the files inside the program do not change.
    private static let readStandard = Result { try loading([]) }

    /// The standard objects with what further schema files add: custom objects, and custom fields of any object.
    package static func loading(_ files: [(name: String, yaml: String)]) throws(SchemaFileError) -> Schema {
        var parts: [SchemaFile] = []
        var objects: [String: ObjectDefinition] = [:]
        for file in EmbeddedFile.schema {
            let part = try SchemaFile(yaml: file.text, file: file.name)
            objects[part.object.name] = part.object
            parts.append(part)
        }
        for file in files {
            for part in try SchemaFile.parts(yaml: file.yaml, file: file.name) {
                let custom = try CustomSchema(part)
                objects[custom.objectName(in: objects)] = try custom.object(in: objects)
                parts.append(part)
            }
        }
        for part in parts {
            for field in part.listedFields {
                for target in field.referenceTo where objects[target] == nil {
                    throw part.error("\(field.name) points at \(target), which no file describes", field: field.name)
                }
            }
        }
        let schema = Schema(Array(objects.values))
        // The last first: what came later is at fault.
        for part in parts.reversed() { try schema.check(part) }
        return schema
    }

    /// Refuses relationships that can't be told apart, and formulas that lead nowhere.
    private func check(_ part: SchemaFile) throws(SchemaFileError) {
        guard let object = object(part.object.name) else { return }
        for field in part.listedFields {
            if let name = field.relationshipName, object.fields.count(where: { $0.relationshipName == name }) > 1 {
                throw part.error("\(object.name) has two relationships \(name)", field: field.name)
            }
            for target in field.referenceTo {
                guard let name = field.childRelationshipName, let parent = self.object(target) else { continue }
                guard parent.childRelationships.count(where: { $0.relationshipName == name }) == 1 else {
                    throw part.error("\(target) has two relationships \(name)", field: field.name)
                }
            }
            if let formula = field.formula, !leadsToField(formula, from: object) {
                throw part.error("\(field.name): '\(formula)' leads to no field", field: field.name)
            }
        }
    }

    private func leadsToField(_ path: String, from object: ObjectDefinition) -> Bool {
        let names = path.split(separator: ".").map(String.init)
        guard let last = names.last else { return false }
        var ends = [object]
        for name in names.dropLast() {
            ends = ends.flatMap { $0.reference(named: name)?.referenceTo ?? [] }.compactMap { self.object($0) }
        }
        return ends.contains { $0.field(last) != nil }
    }
}

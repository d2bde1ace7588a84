/// All objects of the org.
package struct Schema: Sendable {
    /// In the order of their names.
    let objects: [ObjectDefinition]
    private let indexByName: [String: Int]

    /// Takes the objects and derives from their references what points at each of them.
    init(_ definitions: [ObjectDefinition]) {
        var definitions = definitions.sorted { $0.name < $1.name }
        let children = Self.childRelationships(in: definitions)
        for index in definitions.indices {
            definitions[index].childRelationships = children[definitions[index].name] ?? []
        }
        objects = definitions
        var indexByName: [String: Int] = [:]
        for (index, object) in objects.enumerated() { indexByName[object.name.lowercased()] = index }
        self.indexByName = indexByName
    }

    /// Finds an object whatever the case of the name.
    func object(_ name: String) -> ObjectDefinition? {
        indexByName[name.lowercased()].map { objects[$0] }
    }

    /// Finds the object an id belongs to by its first three characters.
    func object(ofId id: String) -> ObjectDefinition? {
        objects.first { $0.keyPrefix == String(id.prefix(3)) }
    }

    private static func childRelationships(
        in definitions: [ObjectDefinition]
    ) -> [String: [ObjectDefinition.ChildRelationship]] {
        var children: [String: [ObjectDefinition.ChildRelationship]] = [:]
        for object in definitions {
            for field in object.fields {
                for target in field.referenceTo {
                    children[target, default: []].append(
                        ObjectDefinition.ChildRelationship(
                            childObject: object.name,
                            field: field.name,
                            relationshipName: field.childRelationshipName,
                            cascadesDelete: field.cascadesDelete,
                            restrictsDelete: field.restrictsDelete
                        )
                    )
                }
            }
        }
        return children
    }
}

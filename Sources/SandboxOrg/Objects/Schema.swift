/// All objects of the org.
struct Schema: Sendable {
    /// In the order of their names.
    let objects: [ObjectDefinition]
    private let indexByName: [String: Int]

    /// Takes the objects and derives from their references what points at each of them.
    init(_ definitions: [ObjectDefinition]) {
        objects = definitions.sorted { $0.name < $1.name }
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
}

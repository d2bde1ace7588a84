import Yams

/// Words that generated records are made of, by list.
struct NameLists: Sendable {
    private let lists: [String: [String]]

    init() throws {
        let root = try Yams.compose(yaml: EmbeddedFile.names.text)?.mapping ?? [:]
        var lists: [String: [String]] = [:]
        for (key, value) in root {
            lists[key.string ?? ""] = (value.sequence ?? []).compactMap { $0.scalar?.string }
        }
        self.lists = lists
    }

    func pick(_ list: String, using generator: inout SeededGenerator) -> String {
        lists[list]?.randomElement(using: &generator) ?? ""
    }
}

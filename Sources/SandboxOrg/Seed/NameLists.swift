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

/// The same numbers in every run: SplitMix64, https://prng.di.unimi.it/splitmix64.c
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import Actions

extension Agent {
    /// What is allowed and can hardly be meant, in sentences.
    package var warnings: [String] {
        let waiting = actions.filter { $0.requiredAssurance == .recognised }.map(\.action.name)
        guard let first = waiting.first, !actions.contains(where: \.action.recognisesCallers) else { return [] }
        return [
            "Nobody is recognised by their number, so \(waiting.count == 1 ? "\(first) waits" : "\(first) and others wait") "
                + "for a proof. Enable an action that runs at the start of a call, searches by nothing but "
                + "{{caller_phone}}, and selects the field with the number, such as Phone."
        ]
    }
}

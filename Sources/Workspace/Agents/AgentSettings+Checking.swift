extension AgentSettings {
    /// What every language model accepts: OpenAI's takes 128 tools, and some are built in.
    private static let maximumActions = 120

    /// What is wrong with the settings; empty when nothing is. Whether the actions exist, only the workspace knows.
    package func problems(at path: String = "") -> [WorkspaceProblem] {
        var problems: [WorkspaceProblem] = []
        func expect(_ holds: Bool, _ member: String, _ message: String) {
            if !holds {
                problems.append(WorkspaceProblem(member: path.isEmpty ? member : "\(path).\(member)", message))
            }
        }
        expect(name.isNameOfPeople, "name", "Give a name of 1 to 80 characters on one line.")
        expect(instructions.utf8.count <= 100_000, "instructions", "The instructions are longer than 100 kB.")
        expect(
            actions.count <= Self.maximumActions,
            "actions",
            "An agent can have at most \(Self.maximumActions) actions."
        )
        for (index, action) in actions.enumerated() {
            let isFirst = actions.firstIndex { $0.actionID == action.actionID } == index
            expect(isFirst, "actions[\(index)].action", "The action stands twice. Remove one.")
        }
        let facts = verification.facts
        expect(facts.count <= 20, "verification.facts", "There can be at most 20 facts.")
        for fact in facts {
            expect(
                fact.isFactOfCaller,
                "verification.facts",
                "`\(fact)` is no field of a caller's Contact, Account or Case, such as Contact.Email."
            )
        }
        expect(
            facts.isEmpty || verification.requiredMatches <= facts.count,
            "verification.required_matches",
            "More facts must match than there are."
        )
        return problems
    }
}

extension String {
    /// Whether it can be what people call something.
    var isNameOfPeople: Bool {
        !isEmpty && count <= 80 && !contains(where: \.isNewline) && first?.isWhitespace != true
            && last?.isWhitespace != true
    }

    fileprivate var isFactOfCaller: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && ["Contact", "Account", "Case"].contains(parts[0]) && parts[1].isNameInCRM
    }
}

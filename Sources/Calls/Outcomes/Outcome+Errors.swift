import Actions
import JSON
import Platforms

extension Outcome {
    init(_ problem: ArgumentProblem) {
        self.init(.invalid, say: problem.say, notes: problem.note.map { [$0] } ?? [])
    }

    init(_ error: RenderingError) {
        switch error {
        case .severalRecords(_, let count, let result):
            self.init(.ambiguous, say: Distinction(of: result).question(count: count))
        case .noRecord: self.init(.notFound, say: error.say)
        case .missingVariable: self.init(.refused, say: error.say)
        case .missingArgument(let name) where name.asWords != name:
            self.init(.invalid, say: error.say, notes: ["The argument is \(name)."])
        default: self.init(.invalid, say: error.say)
        }
    }

    /// What the CRM's refusal of a request means for the invocation.
    init(_ error: CRMError) {
        if error.mayHaveBeenWritten {
            self = .inDoubt
            return
        }
        switch error.kind {
        case .notFound, .deleted: self.init(.notFound, say: error.say)
        case .ambiguous: self.init(.ambiguous, say: error.say)
        case .unreachable, .timedOut, .cancelled, .unavailable, .unreadable, .sessionInvalid, .signInRefused,
            .limitExceeded, .lockedRow, .internalFault, .moved:
            self.init(.unavailable, say: error.say)
        case .tooLarge, .noPermission, .duplicate, .inUse, .validation, .malformedQuery, .malformedRequest,
            .unsupported:
            self.init(.refused, say: error.say)
        }
    }
}

/// What tells the records of a result apart, without reading anyone's data out.
struct Distinction {
    private let questions: [String]

    init(of result: JSONValue) {
        let records = result["records"]?.array ?? []
        questions = Self.askable.filter { _, path in
            Set(records.map { path.resolve(in: $0) }).count > 1
        }.map(\.question)
    }

    func question(count: Int) -> String {
        guard !questions.isEmpty else { return "There are \(count) matches; ask for something that tells them apart." }
        return
            "There are \(count) matches; ask for the \(questions.prefix(3).map(\.self).spokenList) to tell them apart."
    }

    /// What a caller can be asked for, and where a record has it.
    private static let askable: [(question: String, path: ResultPath)] = [
        ("full name", ".Name"), ("last name", ".LastName"), ("first name", ".FirstName"),
        ("company", ".Account.Name"), ("company", ".Company"), ("email address", ".Email"),
        ("subject", ".Subject"), ("case number", ".CaseNumber"), ("date", ".CreatedDate"),
    ].compactMap { question, path in ResultPath(path).map { (question, $0) } }
}

import Actions
import Platforms
import Workspace

/// Why a request does not go out that is limited to the caller's records or to some fields.
enum LimitRefusal: Error, Hashable, Sendable {
    /// The call doesn't know yet whom it is about.
    case unknownCaller
    /// A record is not the caller's, or there is none: which of the two is not told.
    case notCallers
    /// The company's own records can be read and referred to, but not changed.
    case companyRecord
    /// The caller's contact or account is needed and has none.
    case noTie
    /// Nobody can say whose the records of an object are.
    case unknownObject(String)
    /// Nobody can say where a relationship leads.
    case unknownRelationship(String, of: String)
    /// A relationship to records of several kinds stands where it can't be left out.
    case mixedRelationship(String)
    /// A kind of request, or a part of one, of which nobody can say what it reaches.
    case unlimitable(String)
    /// A field that the agent may not see, where it can't be left out.
    case hiddenField(String)
    /// A field that the agent may not set.
    case protectedField(String)
    /// Whose the records are could not be found out.
    case failed(CRMError)

    /// One sentence for the agent.
    var say: String {
        switch self {
        case .unknownCaller: "Before I can do that, I need to make sure who I am speaking with."
        case .notCallers: "I can only do that with the caller's own records, and this is none of them."
        case .companyRecord: "I'm not able to change that here."
        case .noTie: "I can't find anything of that kind that belongs to the caller."
        case .protectedField(let field): "I'm not able to change the \(field.asWords) here."
        case .hiddenField, .unknownObject, .unknownRelationship, .mixedRelationship, .unlimitable:
            "I'm not able to do that here."
        case .failed(let error): error.say
        }
    }

    /// What whoever set the action up should know; nil when there is nothing to mend.
    var note: String? {
        switch self {
        case .unknownCaller, .notCallers, .noTie, .companyRecord, .failed, .protectedField: nil
        case .unknownObject(let object):
            "The action is limited to the caller's records, and whose the records of \(object) are is not known."
        case .unknownRelationship(let relationship, let object):
            "The action is limited, and where the relationship \(relationship) of \(object) leads is not known."
        case .mixedRelationship(let path):
            "The action is limited to the caller's records; \(path) leads to records of several kinds and can only be "
                + "selected."
        case .unlimitable(let what): "The action is limited, and this can't be: \(what)."
        case .hiddenField(let field): "The agent may not see \(field), which the query groups by or computes with."
        }
    }
}

extension Outcome {
    /// - Parameter rule: How the caller can prove who they are, where that would help.
    init(_ refusal: LimitRefusal, askingBy rule: VerificationRule? = nil) {
        switch refusal {
        case .failed(let error): self.init(error)
        case .unknownCaller:
            let hint = rule?.question.map { "Ask for \($0), and give them to \(Call.verifyAction)." }
            self.init(.verificationRequired, say: refusal.say, notes: hint.map { [$0] } ?? [])
        default: self.init(.refused, say: refusal.say, notes: refusal.note.map { [$0] } ?? [])
        }
    }
}

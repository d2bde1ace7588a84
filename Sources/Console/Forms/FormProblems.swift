import Doors
import HTTPTypes
import Platforms
import Workspace

/// What is wrong with a form that was sent.
struct FormProblems: Error, Sendable {
    /// The sentences, each with the name of the field it is about.
    var fields: [(name: String, message: String)] = []
    /// What is no single field's fault.
    var general: String?
    /// What the HTTP API calls it.
    var code = "invalid_form"

    /// All of it, for where there is no form to mark it in.
    var sentence: String { ((general.map { [$0] } ?? []) + fields.map(\.message)).joined(separator: " ") }

    init(_ name: String, _ message: String) { fields = [(name, message)] }

    init(general: String, code: String = "invalid_form") {
        self.general = general
        self.code = code
    }

    /// What an error of the services says about a form; nil when whoever filled it in can do nothing about it.
    init?(explaining error: any Error) {
        switch error {
        case let problems as FormProblems: self = problems
        case let error as PeopleError: self.init(error)
        case let error as ConnectionError: self.init(error)
        case let error as WorkspaceError: self.init(error)
        default: return nil
        }
        if code == "invalid_form", let problem = ProblemDetails(explaining: error) { code = problem.code }
    }

    private init?(_ error: PeopleError) {
        switch error {
        case .invalid(let problems): self.init(problems)
        case .emailTaken: self.init("email", "Somebody has this address already.")
        case .wrongCredentials: self.init(general: "The address or the password is wrong.")
        case .tooManyAttempts(let wait):
            let minutes = max(1, wait / 60)
            self.init(
                general: "Too many wrong passwords. Try again in \(minutes == 1 ? "a minute" : "\(minutes) minutes")."
            )
        case .unknownLink:
            self.init(
                general: "This link was used, is too old, or was never given. Start the server again for a new one."
            )
        case .lastOwner: self.init(general: "There must be an owner. Make somebody else one first.")
        case .conflict: self.init(general: Self.changedMeanwhile)
        case .unknownPerson, .unknownToken, .unknownSession, .store: return nil
        }
    }

    private init?(_ error: ConnectionError) {
        switch error {
        case .invalid(let problems):
            self.init(problems.map { WorkspaceProblem(member: $0.member, $0.message) })
        case .nameTaken: self.init("name", "Another connection has this name.")
        case .conflict: self.init(general: Self.changedMeanwhile)
        case .refused(let why), .otherOrg(let why), .unreachable(let why): self.init(general: why)
        case .unknownState:
            self.init(general: "This sign-in was begun too long ago, never, or is finished already. Begin again.")
        case .unknownConnection, .store, .vault: return nil
        }
    }

    private init?(_ error: WorkspaceError) {
        switch error {
        case .invalid(let problems): self.init(problems)
        case .nameTaken(let name): self.init("name", "The name \(name) is taken.")
        case .unknownConnection: self.init("connection_id", "Choose where its requests go.")
        case .unknownTemplate(let name, _): self.init(general: "There is no template \(name).")
        case .inUse(let names):
            self.init(general: "These agents use it: \(names.prefix(20).joined(separator: ", ")).")
        case .conflict: self.init(general: Self.changedMeanwhile)
        case .unknownAction, .unknownAgent, .store: return nil
        }
    }

    /// So many mistakes are told at once, each in no more than so many characters.
    private static let most = 20
    private static let longest = 400

    /// Problems name members as the API does; so do the fields of forms.
    private init(_ problems: [WorkspaceProblem]) {
        fields = problems.prefix(Self.most).map { problem in
            let place = problem.line.map { "Line \($0): " } ?? ""
            return (problem.member, (place + problem.message).clipped(to: Self.longest))
        }
        let rest = problems.count - fields.count
        if rest > 0 { general = "These are the first \(Self.most) mistakes, and there are \(rest) more." }
    }

    private static let changedMeanwhile =
        "Somebody else changed this meanwhile. Load the page again and make your change on that."
}

extension Form {
    /// The form with what was sent and what is wrong with it; throws what nobody who fills it in can put right.
    func refused(_ values: FormValues, because error: any Error) throws -> (form: Form, code: String) {
        guard let problems = FormProblems(explaining: error) else { throw error }
        return (filled(from: values).marked(with: problems), problems.code)
    }
}

extension ConsoleAnswer {
    /// A form that comes back with its mistakes marked: nothing was done.
    static func refused(
        _ title: String,
        _ template: String,
        _ view: any Sendable,
        code: String
    ) -> ConsoleAnswer {
        var answer = ConsoleAnswer.page(title, template, view, status: .unprocessableContent)
        answer.refusal = code
        return answer
    }
}

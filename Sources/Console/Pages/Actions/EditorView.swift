import Actions
import Calls
import JSON
import Workspace

/// The page an action is written on.
struct EditorView: Sendable {
    /// Where saving goes.
    let path: String
    /// Where leaving goes.
    let back: String
    let title: String
    /// The template it is made from; nil for an action from scratch, or one there is.
    let template: String?
    /// The action that is changed; nil for a new one.
    let actionID: String?
    let revision: String?
    let form: Form
    /// Fields in the order they are shown.
    let about: [FormField]
    let request: [FormField]
    let rules: [FormField]
    let rows: [Row]
    let rowCount: Int
    let callerPhone: [FormField]
    let panel: PreviewPanel
    let tried: TriedView?
    /// Whether what is wrong came of trying it: it is told there.
    let isTrying: Bool

    struct Row: Sendable {
        let index: Int
        let title: String
        let fields: [FormField]
        /// What most parameters do without.
        let more: [FormField]
    }

    /// What is edited, and on which page.
    struct Subject: Sendable {
        var title: String
        var actionID: String?
        var template: String?
        var revision: String?
    }

    init(
        _ subject: Subject,
        _ form: ActionForm,
        _ panel: PreviewPanel,
        tried: TriedView? = nil,
        isTrying: Bool = false
    ) {
        let query = subject.template.map { "?template=\($0.percentEncoded)" } ?? ""
        path = subject.actionID.map { "/actions/\($0)/edit" } ?? "/actions/new\(query)"
        back = subject.actionID.map { "/actions/\($0)" } ?? "/actions/add"
        title = subject.title
        template = subject.template
        actionID = subject.actionID
        revision = subject.revision
        self.form = form.form
        func fields(_ names: [String]) -> [FormField] { names.compactMap { form.form[$0] } }
        about = fields(["name", "title", "description", "connection_id"])
        request = fields(["method", "kind", "target", "body"])
        rules = fields(["confirm", "assurance", "scope", "runs", "advanced"])
        callerPhone = fields(["caller_phone"])
        rows = form.rows.map { row in
            let names = ParameterRow.rareFields
            let isRare = { (field: FormField) in names.contains { field.name.hasSuffix("_\($0)") } }
            return Row(
                index: row.index,
                title: row.title,
                fields: row.form.fields.filter { !isRare($0) },
                more: row.form.fields.filter(isRare)
            )
        }
        rowCount = form.rows.count
        self.panel = panel
        self.tried = tried
        self.isTrying = isTrying
    }
}

/// What stands beside the form: the preview, and what the org says of it.
struct PreviewPanel: Sendable {
    /// Whether there is nothing to preview yet.
    var isBlank = false
    /// Why there is no preview.
    var problem: String?
    var preview: PreviewView?
    /// The whole definition.
    var yaml: String?
    /// Whether the org was asked and has answered.
    var hasChecked = false
    /// What the org would not take as it is meant.
    var warnings: [String] = []
    /// Why the org could not be asked.
    var checkFailure: String?
    /// What trying it does, and where.
    var tryNote = ""
}

/// What came of trying an action.
struct TriedView: Sendable {
    /// A yes that is waited for.
    struct Question: Sendable {
        let confirmationID: String
        let callID: String
        let org: String
    }

    let status: String
    let tone: String
    let say: String
    let notes: [String]
    let sent: [PreviewView.Request]
    let result: ColouredText?
    let milliseconds: Int
    let callID: String
    let question: Question?

    init(_ invocation: Invocation, callID: String, org: String) {
        let outcome = invocation.outcome
        status = outcome.status.rawValue.asWords
        tone =
            switch outcome.status {
            case .completed: "good"
            case .confirmationRequired, .verificationRequired, .queued, .uncertain, .ambiguous, .notFound: "warn"
            case .invalid, .refused, .unavailable: "bad"
            }
        say = outcome.say
        notes = outcome.notes
        sent = invocation.requests.map(PreviewView.Request.init)
        result = outcome.result.map { ColouredText(json: $0.prettyPrinted()) }
        milliseconds = Int((invocation.duration / .milliseconds(1)).rounded(.up))
        self.callID = callID
        question = outcome.confirmationID.map { Question(confirmationID: $0, callID: callID, org: org) }
    }
}

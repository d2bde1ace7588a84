package import Agents

/// What can speak for an agent on the browser's phone.
package struct PhoneModel: Sendable {
    /// A word for forms: `script`.
    package var id: String
    /// What people call it.
    package var name: String
    package var model: any LanguageModel
    /// What it expects the caller to say, in order; empty for a model that takes anything.
    package var callerLines: [String]
    /// The actions it can't do without.
    package var actions: [String]

    package init(
        id: String,
        name: String,
        model: any LanguageModel,
        callerLines: [String] = [],
        actions: [String] = []
    ) {
        self.id = id
        self.name = name
        self.model = model
        self.callerLines = callerLines
        self.actions = actions
    }
}

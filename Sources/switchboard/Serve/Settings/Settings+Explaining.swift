extension Settings {
    /// Every setting with its meaning, its value and where that comes from.
    var explanation: String {
        let settings = Setting.all.map { setting in
            """
            \(Terminal.styled(setting.name, .bold)) = \(shownValue(of: setting))
                \(setting.meaning)
                \(Terminal.styled(origin(of: setting), .dim))
            """
        }
        return (settings + remarks).joined(separator: "\n\n")
    }

    private func shownValue(of setting: Setting) -> String {
        guard let text = text(setting) else { return "(not set)" }
        return setting.isSecret ? "(set, not shown)" : text
    }

    private func origin(of setting: Setting) -> String {
        let source = source(setting)
        if case .nobody = source { return "Nobody has set it; \(setting.variable) would." }
        return "Set by \(source)."
    }
}

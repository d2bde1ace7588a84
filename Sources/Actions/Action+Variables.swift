extension Action {
    /// The trusted values that its writes put into records.
    package var variablesInWrites: [Variable] {
        Variable.allCases.filter { variable in
            requests.contains { $0.template.method.isWrite && $0.template.uses(variable) }
        }
    }

    /// Whether it looks someone up by the number they call from.
    package var findsCaller: Bool { !isWrite && requests[0].template.uses(.callerPhone) }
}

extension RequestTemplate {
    fileprivate func uses(_ variable: Variable) -> Bool {
        bindings.values.contains { $0.reference == .variable(variable) }
    }
}

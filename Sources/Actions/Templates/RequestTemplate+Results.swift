extension RequestTemplate {
    /// The results of earlier actions that it reads: nil among them stands for the last one.
    package var resultNames: Set<String?> {
        var names: Set<String?> = []
        for binding in bindings.values {
            if case .result(let action, _) = binding.reference { names.insert(action) }
        }
        return names
    }
}

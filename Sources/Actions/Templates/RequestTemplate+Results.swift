extension RequestTemplate {
    /// The results of earlier actions that it reads: nil among them stands for the last one.
    package var resultNames: Set<String?> { Set(resultReferences.map(\.action)) }

    /// What it reads of the results of earlier actions: which action, nil for the last one, and what of it.
    package var resultReferences: [(action: String?, path: ResultPath)] {
        bindings.values.compactMap { binding in
            if case .result(let action, let path) = binding.reference { (action, path) } else { nil }
        }
    }
}

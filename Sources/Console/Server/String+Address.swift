extension String {
    /// The address of a page with what it is asked for; what is empty is left out.
    static func address(_ path: String, _ terms: [(name: String, value: String)]) -> String {
        let query = terms.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value.percentEncoded)" }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}

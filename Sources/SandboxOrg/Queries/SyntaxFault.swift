import SOQL

/// What Salesforce says of a text that is no query.
struct SyntaxFault {
    private let fault: SyntaxError
    private let isSearch: Bool

    init(_ fault: SyntaxError, isSearch: Bool) {
        self.fault = fault
        self.isSearch = isSearch
    }

    func error(in text: String) -> SalesforceError {
        let code: QueryFault.Code = isSearch ? .malformedSearch : .malformedQuery
        if isSearch, !text.contains("{") {
            let message = "No search term found. The search term must be enclosed in braces."
            return QueryFault(code, message).error(in: text)
        }
        switch fault.kind {
        case .unexpected(let found):
            return QueryFault(code, "unexpected token: '\(found)'", at: fault.position).error(in: text)
        case .mixedOperators(let found):
            return QueryFault(code, "unexpected token: \(found)").error(in: text)
        case .apexOnly:
            return QueryFault(code, "unexpected token: '\(word(in: text))'", at: fault.position).error(in: text)
        case .tooLarge:
            guard text.unicodeScalars.count > QueryEngine.maximumLength else {
                return QueryFault.tooComplicated.error(in: text)
            }
            let kind = isSearch ? "SOSL" : "SOQL"
            return QueryFault(code, "\(kind) statements can not be longer than \(QueryEngine.maximumLength) characters")
                .error(in: text)
        case .unreadable:
            return unreadable(code, in: text)
        }
    }

    /// The word or character at the place of the error.
    private func word(in text: String) -> String {
        let rest = String(decoding: text.utf8.dropFirst(fault.position.offset), as: UTF8.self)
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return word.isEmpty ? rest.first.map(String.init) ?? "<EOF>" : String(word)
    }

    private func unreadable(_ code: QueryFault.Code, in text: String) -> SalesforceError {
        let rest = String(decoding: text.utf8.dropFirst(fault.position.offset), as: UTF8.self)
        let character = rest.first.map(String.init) ?? "<EOF>"
        let place = "line \(fault.position.line):\(fault.position.column - 1)"
        let message =
            isSearch
            ? "\(place) mismatched character '\(character)' expecting '}'"
            : "\(place) no viable alternative at character '\(character)'"
        let snippet = ErrorSnippet.text(of: text, at: fault.position, columnsFromZero: true)
        return SalesforceError(status: 400, code: code.rawValue, message: snippet + message)
    }
}

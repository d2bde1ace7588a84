import SOQL

extension Count {
    /// The number; a hole of a template is refused.
    func filled() throws(QueryFault) -> Int {
        switch self {
        case .number(let number): number
        case .placeholder(let placeholder): throw .unfilled(placeholder)
        }
    }
}

extension QueryFault {
    /// A hole of a template where a value belongs.
    static func unfilled(_ placeholder: Placeholder) -> QueryFault {
        .malformed("unexpected token: '\(placeholder.description)'", at: placeholder.position)
    }
}

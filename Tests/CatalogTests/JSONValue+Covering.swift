import JSON

extension JSONValue {
    /// Whether this holds everything `expected` does: at least its members, and as many elements in the same order.
    /// A null stands for a null or for nothing.
    func covers(_ expected: JSONValue) -> Bool {
        switch (self, expected) {
        case (.object(let object), .object(let members)):
            members.allSatisfy { member in
                guard let value = object[member.key] else { return member.value.isNull }
                return value.covers(member.value)
            }
        case (.array(let elements), .array(let others)):
            elements.count == others.count && zip(elements, others).allSatisfy { $0.covers($1) }
        case (.number(let number), .number(let other)):
            number.double == other.double
        default:
            self == expected
        }
    }
}

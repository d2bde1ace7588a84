import Mustache

/// A value as templates see it: its stored members by their names, and those of all that is in it.
///
/// Left to itself Mustache reflects on a value again for every name that it looks for in it and in what is around it,
/// which took most of the time of a page.
struct ShownMembers: MustacheParent, ExpressibleByDictionaryLiteral {
    private var members: [String: Any] = [:]

    init(of value: Any) { self.init(Mirror(reflecting: value)) }

    init(dictionaryLiteral members: (String, Any)...) { self.members = Dictionary(members) { first, _ in first } }

    private init(_ mirror: Mirror) {
        members.reserveCapacity(mirror.children.count + 1)
        for child in mirror.children {
            if let name = child.label { members[name] = Self.shown(child.value) }
        }
    }

    subscript(name: String) -> Any? {
        get { members[name] }
        set { members[name] = newValue }
    }

    func child(named name: String) -> Any? { members[name] }

    /// What there is to see of a value; nil for a missing one.
    private static func shown(_ value: Any) -> Any? {
        switch value {
        case is String, is Bool, is Int: return value
        // It knows better.
        case let parent as any MustacheParent: return parent
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { shown($0.value) }
        case .collection: return mirror.children.compactMap { shown($0.value) }
        case .struct: return ShownMembers(mirror)
        default: return value
        }
    }
}

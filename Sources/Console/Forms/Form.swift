import Mustache

/// A form: its fields, with what was typed into them, and what is wrong with it as a whole.
struct Form: Sendable {
    private(set) var fields: [FormField]
    /// What is wrong that is no single field's fault.
    private(set) var problem: String?
    /// The same, where it is more than one thing.
    private(set) var problems: [String] = []

    init(_ fields: [FormField]) { self.fields = fields }

    subscript(name: String) -> FormField? { fields.first { $0.name == name } }

    /// Fills in what was sent, and leaves secrets out.
    func filled(from values: FormValues) -> Form {
        var form = self
        for index in fields.indices {
            switch fields[index].control {
            case .secret, .secretArea: continue
            case .box: form.fields[index].value = values[fields[index].name] ?? ""
            default: form.fields[index].value = values[fields[index].name] ?? fields[index].value
            }
        }
        return form
    }

    /// Fills in what there is.
    func filled(with values: [String: String]) -> Form {
        var form = self
        for index in fields.indices {
            if let value = values[fields[index].name] { form.fields[index].value = value }
        }
        return form
    }

    /// The field with a name; or that with what the name is a part of, such as `facts` for `facts[2]`.
    private func index(of name: String) -> Int? {
        fields.firstIndex { $0.name == name }
            ?? fields.firstIndex { name.hasPrefix("\($0.name).") || name.hasPrefix("\($0.name)[") }
    }

    /// Marks what is wrong, each mistake beside its field.
    func marked(with problems: FormProblems) -> Form {
        var form = self
        var rest: [String] = []
        for (name, message) in problems.fields {
            if let index = form.index(of: name) {
                form.fields[index].error = form.fields[index].error ?? message
            } else {
                rest.append(message)
            }
        }
        form.problem = problems.general ?? (rest.count == 1 ? rest.removeFirst() : nil)
        form.problems = rest
        return form
    }
}

/// Templates reach a field by its name, all of them as `fields`, and what is wrong as `problem`, `problems` and `mistakes`.
extension Form: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "fields": return fields
        case "problem": return problem
        case "problems": return problems
        case "mistakes": return fields.filter { $0.error != nil }
        case "hasMistakes": return problem != nil || !problems.isEmpty || fields.contains { $0.error != nil }
        default: return self[name]
        }
    }
}

import JSON

/// Reads the body of a create or an update into stored values, checking everything that a field by itself can be wrong in.
struct RecordInput {
    enum Purpose {
        case create, update
        /// The org's own data: read-only fields may be given.
        case seed
    }

    let object: ObjectDefinition
    let purpose: Purpose
    let reader: FieldReader

    /// `text` is the body as it was sent, to say where in it a value is wrong.
    init(object: ObjectDefinition, purpose: Purpose, text: [UInt8] = []) {
        self.object = object
        self.purpose = purpose
        reader = FieldReader(text: text)
    }

    func values(_ body: JSONValue) throws(SalesforceError) -> RecordValues {
        guard let members = body.object else {
            throw SalesforceError.unreadable("sobject", token: FieldReader.token(of: body), at: (1, 1))
        }
        var values = RecordValues()
        var readOnly: [String] = []
        for member in members where member.key.lowercased() != "attributes" {
            if purpose != .seed, member.key.lowercased() == "id" {
                throw SalesforceError.invalidField("The Id field should not be specified in the sobject data.")
            }
            guard let field = object.field(member.key) else {
                throw SalesforceError.invalidField("No such column '\(member.key)' on sobject of type \(object.name)")
            }
            guard isWritable(field) else {
                readOnly.append(field.name)
                continue
            }
            values[field.name] = try reader.value(member.value, for: field, key: member.key)
        }
        guard readOnly.isEmpty else { throw SalesforceError.notWritable(readOnly) }
        return values
    }

    private func isWritable(_ field: FieldDefinition) -> Bool {
        switch purpose {
        case .create: field.isCreateable
        case .update: field.isUpdateable
        case .seed: field.isStored
        }
    }
}

import Actions
import JSON
import Platforms
import SOQL

extension ActionCheck {
    /// Checks what is written to a record.
    mutating func checkBody(
        _ body: BodyTemplate,
        of template: RequestTemplate,
        _ object: ObjectDescription
    ) async throws(CRMError) {
        guard case .object(let members) = body else { return }
        for member in members where member.key != "attributes" {
            // A record named by its external id: {"Account": {"Number__c": "17"}}.
            if case .object = member.value, object.field(ofRelationship: member.key) != nil { continue }
            guard let field = try await field(FieldPath([Name(member.key)]), of: object, in: "body") else { continue }
            if template.method == .post, !field.isCreateable {
                warn("body", "`\(field.name)` can't be set when a \(object.name) is created.")
            }
            if template.method == .patch, !field.isUpdateable {
                warn("body", "`\(field.name)` of a \(object.name) can't be changed.")
            }
            switch member.value {
            case .constant(.string(let text)): check(text, of: field, in: "body")
            case .hole(let placeholder):
                if let parameter = template.parameter(of: placeholder) { check(parameter, against: field) }
            default: continue
            }
        }
        guard template.method == .post else { return }
        for field in object.fields where field.isRequired { checkRequired(field, in: members, of: template, object) }
    }

    private mutating func checkRequired(
        _ field: FieldDescription,
        in members: [BodyTemplate.Member],
        of template: RequestTemplate,
        _ object: ObjectDescription
    ) {
        let name = field.name.lowercased()
        let relationship = field.relationshipName?.lowercased()
        guard let member = members.first(where: { [name, relationship].contains($0.key.lowercased()) }) else {
            warn("body", "A new \(object.name) needs `\(field.name)`, and nothing gives it.")
            return
        }
        for (placeholder, _) in member.value.placeholders {
            guard let parameter = template.parameter(of: placeholder), !parameter.isRequired,
                parameter.defaultValue == nil, !given.contains(parameter.name)
            else { continue }
            warn(
                "body",
                "A new \(object.name) needs `\(field.name)`: make the parameter `\(parameter.name)` required."
            )
        }
    }
}

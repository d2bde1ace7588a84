import JSON

/// What `describe` says about objects.
struct ObjectDescription: Sendable {
    let schema: Schema
    let apiVersion: String

    /// What `/sobjects` says about one object.
    func summary(of object: ObjectDefinition) -> JSONObject {
        [
            "activateable": false, "associateEntityType": nil, "associateParentEntity": nil,
            "createable": .boolean(object.isCreateable), "custom": .boolean(object.name.hasSuffix("__c")),
            "customSetting": false, "deepCloneable": false, "deletable": .boolean(object.isDeletable),
            "deprecatedAndHidden": false, "feedEnabled": false, "hasSubtypes": false, "isInterface": false,
            "isSubtype": false, "keyPrefix": object.keyPrefix.map(JSONValue.string) ?? .null,
            "label": .string(object.label), "labelPlural": .string(object.labelPlural),
            "layoutable": .boolean(object.isCreateable), "mergeable": .boolean(Self.mergeable.contains(object.name)),
            "mruEnabled": .boolean(object.isCreateable), "name": .string(object.name),
            "queryable": .boolean(object.isQueryable), "replicateable": .boolean(object.isDeletable),
            "retrieveable": .boolean(object.isQueryable), "searchable": .boolean(object.isSearchable),
            "triggerable": .boolean(object.isCreateable), "undeletable": .boolean(object.isUndeletable),
            "updateable": .boolean(object.isUpdateable), "urls": urls(of: object),
        ]
    }

    /// What `/sobjects/X/describe` says.
    func description(of object: ObjectDefinition) -> JSONObject {
        var description: JSONObject = [
            "actionOverrides": [],
            "childRelationships": .array(object.childRelationships.map(childRelationship)),
            "compactLayoutable": .boolean(object.isCreateable), "defaultImplementation": nil, "extendedBy": nil,
            "extendsInterfaces": nil,
            "fields": .array(object.fields.map { .object(FieldDescription(field: $0, object: object).json) }),
            "implementedBy": nil, "implementsInterfaces": nil, "listviewable": nil, "lookupLayoutable": nil,
            "namedLayoutInfos": [], "networkScopeFieldName": nil, "recordTypeInfos": [masterRecordType(of: object)],
            "searchLayoutable": .boolean(object.isSearchable), "sobjectDescribeOption": "FULL",
            "supportedScopes": supportedScopes(of: object),
        ]
        for member in summary(of: object) where member.key != "urls" { description[member.key] = member.value }
        var urls = urls(of: object).object ?? [:]
        for (key, page) in [("uiDetailTemplate", "{ID}"), ("uiEditTemplate", "{ID}/e")] {
            urls[key] = .string("/\(page)")
        }
        urls["uiNewRecord"] = .string("/\(object.keyPrefix ?? "")/e")
        description["urls"] = .object(urls)
        return description
    }

    private static let mergeable: Set<String> = ["Account", "Case", "Contact", "Lead"]

    private func urls(of object: ObjectDefinition) -> JSONValue {
        let base = "/services/data/v\(apiVersion)/sobjects/\(object.name)"
        return [
            "compactLayouts": .string(base + "/describe/compactLayouts"), "rowTemplate": .string(base + "/{ID}"),
            "approvalLayouts": .string(base + "/describe/approvalLayouts"),
            "listviews": .string(base + "/listviews"), "describe": .string(base + "/describe"),
            "quickActions": .string(base + "/quickActions"), "layouts": .string(base + "/describe/layouts"),
            "sobject": .string(base),
        ]
    }

    private func childRelationship(_ relationship: ObjectDefinition.ChildRelationship) -> JSONValue {
        [
            "cascadeDelete": .boolean(relationship.cascadesDelete),
            "childSObject": .string(relationship.childObject), "deprecatedAndHidden": false,
            "field": .string(relationship.field), "junctionIdListNames": [], "junctionReferenceTo": [],
            "relationshipName": relationship.relationshipName.map(JSONValue.string) ?? .null,
            "restrictedDelete": .boolean(relationship.restrictsDelete),
        ]
    }

    private func masterRecordType(of object: ObjectDefinition) -> JSONValue {
        let layout = "/services/data/v\(apiVersion)/sobjects/\(object.name)/describe/layouts/012000000000000AAA"
        return [
            "active": true, "available": true, "defaultRecordTypeMapping": true, "developerName": "Master",
            "master": true, "name": "Master", "recordTypeId": "012000000000000AAA", "urls": ["layout": .string(layout)],
        ]
    }

    private func supportedScopes(of object: ObjectDefinition) -> JSONValue {
        let names: [String] =
            switch object.name {
            case "Account": ["everything", "mine", "team"]
            case "Contact", "Opportunity": ["everything", "mine", "scopingRule", "team"]
            case "Lead": ["everything", "mine", "queue_owned", "scopingRule", "team", "user_owned"]
            case "Case": ["everything", "genericteam", "mine", "queue_owned", "team_by_role", "user_owned"]
            case "Event": ["delegated", "everything", "mine", "scopingRule", "team"]
            default: ["everything"]
            }
        return .array(names.map { ["label": .string(Self.scopeLabels[$0] ?? $0), "name": .string($0)] })
    }

    private static let scopeLabels = [
        "delegated": "Delegated", "everything": "All", "genericteam": "My team", "mine": "My",
        "queue_owned": "Queue owned",
        "scopingRule": "Scoping rule", "team": "My team", "team_by_role": "My team by role", "user_owned": "User owned",
    ]
}

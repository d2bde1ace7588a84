package import JSON

/// What an org says about one of its objects.
package struct ObjectDescription: Hashable, Sendable {
    /// Other records that point to one of this object.
    package struct ChildRelationship: Hashable, Sendable {
        /// The name a subquery uses: `Contacts`.
        package var name: String
        package var object: String
        /// The field of the other object: `AccountId`.
        package var field: String
    }

    package var name: String
    package var label: String
    package var isQueryable: Bool
    package var isCreateable: Bool
    package var isUpdateable: Bool
    package var isDeletable: Bool
    package var fields: [FieldDescription]
    /// Those a query can name.
    package var childRelationships: [ChildRelationship]

    /// The field of a name, whatever its case.
    package func field(_ name: String) -> FieldDescription? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }
    }

    /// The field whose record a relationship leads to: `Account` of a contact is `AccountId`.
    package func field(ofRelationship name: String) -> FieldDescription? {
        let name = name.lowercased()
        return fields.first { $0.relationshipName?.lowercased() == name }
    }

    /// Reads the answer of `sobjects/NAME/describe`; nil when it is none.
    package init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let fields = json["fields"]?.array else { return nil }
        self.name = name
        label = json["label"]?.string ?? name
        isQueryable = json["queryable"] == true
        isCreateable = json["createable"] == true
        isUpdateable = json["updateable"] == true
        isDeletable = json["deletable"] == true
        self.fields = fields.compactMap(FieldDescription.init)
        childRelationships = (json["childRelationships"]?.array ?? []).compactMap { child in
            guard let name = child["relationshipName"]?.string, let object = child["childSObject"]?.string,
                let field = child["field"]?.string
            else { return nil }
            return ChildRelationship(name: name, object: object, field: field)
        }
    }
}

/// What an org says about a field.
package struct FieldDescription: Hashable, Sendable {
    package var name: String
    package var label: String
    /// `string`, `picklist`, `reference`, `datetime`, …
    package var type: String
    /// The most characters it takes; 0 where that means nothing.
    package var length: Int
    package var isCreateable: Bool
    package var isUpdateable: Bool
    package var isFilterable: Bool
    package var isSortable: Bool
    package var isNillable: Bool
    package var isDefaultedOnCreate: Bool
    package var isExternalID: Bool
    package var isUnique: Bool
    package var isNameField: Bool
    /// Whether a value that is not among ``picklistValues`` is refused.
    package var isRestrictedPicklist: Bool
    /// The values that can be chosen.
    package var picklistValues: [String]
    /// The objects it can point to.
    package var referencedObjects: [String]
    /// The name that leads to the record it points to: `Account` for `AccountId`.
    package var relationshipName: String?

    /// Whether a new record needs a value from whoever creates it.
    package var isRequired: Bool { isCreateable && !isNillable && !isDefaultedOnCreate && type != "boolean" }

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let type = json["type"]?.string else { return nil }
        self.name = name
        self.type = type
        label = json["label"]?.string ?? name
        length = json["length"]?.integer ?? 0
        isCreateable = json["createable"] == true
        isUpdateable = json["updateable"] == true
        isFilterable = json["filterable"] == true
        isSortable = json["sortable"] == true
        isNillable = json["nillable"] == true
        isDefaultedOnCreate = json["defaultedOnCreate"] == true
        isExternalID = json["externalId"] == true
        isUnique = json["unique"] == true
        isNameField = json["nameField"] == true
        isRestrictedPicklist = json["restrictedPicklist"] == true
        picklistValues = (json["picklistValues"]?.array ?? []).compactMap {
            $0["active"] == false ? nil : $0["value"]?.string
        }
        referencedObjects = (json["referenceTo"]?.array ?? []).compactMap(\.string)
        relationshipName = json["relationshipName"]?.string
    }
}

/// An object of an org, as the list of all of them tells of it.
package struct ObjectSummary: Hashable, Sendable {
    package var name: String
    package var label: String
    package var isQueryable: Bool

    package init?(_ json: JSONValue) {
        guard let name = json["name"]?.string else { return nil }
        self.name = name
        label = json["label"]?.string ?? name
        isQueryable = json["queryable"] == true
    }
}

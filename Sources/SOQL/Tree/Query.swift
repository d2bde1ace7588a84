/// A SOQL query.
///
/// The grammar is Salesforce's as REST accepts it: the SOQL and SOSL Reference, "SOQL SELECT Syntax".
package struct Query: Hashable, Sendable {
    package var selection: [SelectItem]
    /// The object, then alias definitions: `FROM Contact c, c.Account a`. Never empty.
    package var sources: [Source]
    /// `USING SCOPE mine`
    package var scope: Name?
    package var condition: Condition?
    package var with: With?
    package var grouping: Grouping?
    package var having: Condition?
    package var ordering: [Ordering]
    package var limit: Count?
    package var offset: Count?
    /// `FOR VIEW`, `FOR REFERENCE`
    package var purposes: [Purpose]
    /// `UPDATE TRACKING`, `UPDATE VIEWSTAT`
    package var updates: [Update]

    package init(
        selection: [SelectItem],
        sources: [Source],
        scope: Name? = nil,
        condition: Condition? = nil,
        with: With? = nil,
        grouping: Grouping? = nil,
        having: Condition? = nil,
        ordering: [Ordering] = [],
        limit: Count? = nil,
        offset: Count? = nil,
        purposes: [Purpose] = [],
        updates: [Update] = []
    ) {
        self.selection = selection
        self.sources = sources
        self.scope = scope
        self.condition = condition
        self.with = with
        self.grouping = grouping
        self.having = having
        self.ordering = ordering
        self.limit = limit
        self.offset = offset
        self.purposes = purposes
        self.updates = updates
    }

    /// One thing selected.
    package enum SelectItem: Hashable, Sendable {
        case field(FieldPath, alias: Name?)
        case function(FunctionCall, alias: Name?)
        indirect case subquery(Query)
        case typeOf(TypeOf)
    }

    /// `TYPEOF What WHEN Account THEN Phone ELSE Name END`
    package struct TypeOf: Hashable, Sendable {
        package struct Branch: Hashable, Sendable {
            package var type: Name
            package var fields: [FieldPath]

            package init(type: Name, fields: [FieldPath]) {
                self.type = type
                self.fields = fields
            }
        }

        package var subject: FieldPath
        package var branches: [Branch]
        /// The fields after `ELSE`; empty without one.
        package var otherwise: [FieldPath]

        package init(subject: FieldPath, branches: [Branch], otherwise: [FieldPath] = []) {
            self.subject = subject
            self.branches = branches
            self.otherwise = otherwise
        }
    }

    /// An object, or a relationship path in a subquery or alias definition.
    package struct Source: Hashable, Sendable {
        package var path: FieldPath
        package var alias: Name?

        package init(_ path: FieldPath, alias: Name? = nil) {
            self.path = path
            self.alias = alias
        }
    }

    /// The `WITH` clause.
    package enum With: Hashable, Sendable {
        case dataCategories([DataCategoryFilter])
        /// `WITH UserId = '005…'`
        case condition(Condition)
        /// `WITH RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true)`
        case recordVisibility([RecordVisibilitySetting])
    }

    package struct RecordVisibilitySetting: Hashable, Sendable {
        package var name: Name
        package var value: Literal

        package init(name: Name, value: Literal) {
            self.name = name
            self.value = value
        }
    }

    package struct Grouping: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case plain, rollup, cube
        }

        package var kind: Kind
        package var keys: [Expression]

        package init(_ kind: Kind, _ keys: [Expression]) {
            self.kind = kind
            self.keys = keys
        }
    }

    package enum Purpose: String, Hashable, Sendable {
        case view = "VIEW"
        case reference = "REFERENCE"
        /// Locks the rows, for as long as a transaction of Apex lasts; over REST it means nothing.
        case update = "UPDATE"
    }

    package enum Update: String, Hashable, Sendable {
        case tracking = "TRACKING"
        case viewStatistics = "VIEWSTAT"
    }
}

/// One key of `ORDER BY`.
package struct Ordering: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable {
        case ascending = "ASC"
        case descending = "DESC"
    }

    package enum Nulls: String, Hashable, Sendable {
        case first = "FIRST"
        case last = "LAST"
    }

    package var key: Expression
    /// As written; nil when left to the default, which is ascending.
    package var direction: Direction?
    package var nulls: Nulls?

    package init(_ key: Expression, _ direction: Direction? = nil, nulls: Nulls? = nil) {
        self.key = key
        self.direction = direction
        self.nulls = nulls
    }
}

/// `Geography__c ABOVE (usa__c, uk__c)`
package struct DataCategoryFilter: Hashable, Sendable {
    package enum Relation: String, Hashable, Sendable {
        case at = "AT"
        case above = "ABOVE"
        case below = "BELOW"
        case aboveOrBelow = "ABOVE_OR_BELOW"
    }

    package var group: Name
    package var relation: Relation
    package var categories: [Name]

    package init(group: Name, relation: Relation, categories: [Name]) {
        self.group = group
        self.relation = relation
        self.categories = categories
    }
}

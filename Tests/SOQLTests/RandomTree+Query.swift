import SOQL

extension RandomTree {
    mutating func query() -> Query {
        Query(
            selection: list(1...4) { $0.selectItem() },
            sources: list(1...2) { random in
                Query.Source(random.path(), alias: random.maybe(30) { $0.alias() })
            },
            scope: maybe(20) { $0.name() },
            condition: maybe(70) { $0.condition() },
            with: maybe(20) { $0.with() },
            grouping: nil,
            ordering: list(0...2) { $0.ordering() },
            limit: maybe(50) { $0.count() },
            offset: maybe(20) { $0.count() },
            purposes: list(0...2) { $0.one(of: [.view, .reference, .update]) },
            updates: list(0...2) { $0.one(of: [.tracking, .viewStatistics]) }
        ).groupedAtRandom(by: &self)
    }

    private mutating func selectItem() -> Query.SelectItem {
        switch number(0...9) {
        case 0:
            return nested {
                .subquery($0.query())
            } orElse: {
                .field($0.path(), alias: nil)
            }
        case 1: return .typeOf(typeOf())
        case 2: return .function(FunctionCall("FIELDS", [.expression(.field("Standard"))]), alias: nil)
        case 3...4: return .function(function(), alias: maybe(50) { $0.alias() })
        default: return .field(path(), alias: maybe(20) { $0.alias() })
        }
    }

    private mutating func typeOf() -> Query.TypeOf {
        Query.TypeOf(
            subject: path(),
            branches: list(1...2) { random in
                Query.TypeOf.Branch(type: random.name(), fields: random.list(1...3) { $0.path() })
            },
            otherwise: list(0...2) { $0.path() }
        )
    }

    private mutating func with() -> Query.With {
        switch number(0...2) {
        case 0: .dataCategories(dataCategories())
        case 1: .condition(.comparison(Comparison(.field("UserId"), .equal, .literal(.string(string())))))
        default:
            .recordVisibility(
                list(1...3) { random in
                    Query.RecordVisibilitySetting(name: random.name(), value: random.literal())
                }
            )
        }
    }

    mutating func dataCategories() -> [DataCategoryFilter] {
        list(1...2) { random in
            DataCategoryFilter(
                group: random.name(),
                relation: random.one(of: [.at, .above, .below, .aboveOrBelow]),
                categories: random.list(1...3) { $0.name() }
            )
        }
    }

    mutating func grouping() -> Query.Grouping {
        Query.Grouping(one(of: [.plain, .rollup, .cube]), list(1...3) { $0.expression() })
    }

    mutating func ordering() -> Ordering {
        Ordering(
            expression(),
            maybe(50) { $0.one(of: [.ascending, .descending]) },
            nulls: maybe(30) { $0.one(of: [.first, .last]) }
        )
    }
}

extension Query {
    fileprivate func groupedAtRandom(by random: inout RandomTree) -> Query {
        var query = self
        query.grouping = random.maybe(20) { $0.grouping() }
        if query.grouping != nil { query.having = random.maybe(50) { $0.condition() } }
        return query
    }
}

extension Printer {
    mutating func write(_ query: Query) {
        write("SELECT ")
        writeList(query.selection) { $0.write($1) }
        write(" FROM ")
        writeList(query.sources) { $0.write($1) }
        if let scope = query.scope {
            write(" USING SCOPE ")
            write(scope)
        }
        if let condition = query.condition {
            write(" WHERE ")
            write(condition)
        }
        if let with = query.with { write(with) }
        if let grouping = query.grouping { write(grouping) }
        if let having = query.having {
            write(" HAVING ")
            write(having)
        }
        writeOrdering(query.ordering)
        writeLimit(query.limit, offset: query.offset)
        for purpose in query.purposes {
            write(" FOR ")
            write(purpose.rawValue)
        }
        writeUpdates(query.updates)
    }

    mutating func write(_ item: Query.SelectItem) {
        switch item {
        case .field(let path, let alias):
            write(path)
            writeAlias(alias)
        case .function(let call, let alias):
            write(call)
            writeAlias(alias)
        case .subquery(let query):
            write("(")
            write(query)
            write(")")
        case .typeOf(let typeOf):
            write(typeOf)
        }
    }

    private mutating func write(_ typeOf: Query.TypeOf) {
        write("TYPEOF ")
        write(typeOf.subject)
        for branch in typeOf.branches {
            write(" WHEN ")
            write(branch.type)
            write(" THEN ")
            writeList(branch.fields) { $0.write($1) }
        }
        if !typeOf.otherwise.isEmpty {
            write(" ELSE ")
            writeList(typeOf.otherwise) { $0.write($1) }
        }
        write(" END")
    }

    private mutating func write(_ source: Query.Source) {
        write(source.path)
        writeAlias(source.alias)
    }

    private mutating func writeAlias(_ alias: Name?) {
        guard let alias else { return }
        write(" ")
        write(alias)
    }

    private mutating func write(_ with: Query.With) {
        write(" WITH ")
        switch with {
        case .dataCategories(let filters): write(filters)
        case .condition(let condition): write(condition)
        case .recordVisibility(let settings):
            write("RecordVisibilityContext (")
            writeList(settings) { printer, setting in
                printer.write(setting.name)
                printer.write("=")
                printer.write(setting.value)
            }
            write(")")
        }
    }

    mutating func write(_ filters: [DataCategoryFilter]) {
        write("DATA CATEGORY ")
        var isFirst = true
        for filter in filters {
            if !isFirst { write(" AND ") }
            isFirst = false
            write(filter.group)
            write(" ")
            write(filter.relation.rawValue)
            write(filter.categories.count == 1 ? " " : " (")
            writeList(filter.categories) { $0.write($1) }
            if filter.categories.count != 1 { write(")") }
        }
    }

    private mutating func write(_ grouping: Query.Grouping) {
        write(" GROUP BY ")
        switch grouping.kind {
        case .plain: break
        case .rollup: write("ROLLUP(")
        case .cube: write("CUBE(")
        }
        writeList(grouping.keys) { $0.write($1) }
        if grouping.kind != .plain { write(")") }
    }

    mutating func writeOrdering(_ keys: [Ordering]) {
        guard !keys.isEmpty else { return }
        write(" ORDER BY ")
        writeList(keys) { printer, ordering in
            printer.write(ordering.key)
            if let direction = ordering.direction {
                printer.write(" ")
                printer.write(direction.rawValue)
            }
            if let nulls = ordering.nulls {
                printer.write(" NULLS ")
                printer.write(nulls.rawValue)
            }
        }
    }

    mutating func writeLimit(_ limit: Count?, offset: Count? = nil) {
        if let limit {
            write(" LIMIT ")
            write(limit)
        }
        if let offset {
            write(" OFFSET ")
            write(offset)
        }
    }

    mutating func writeUpdates(_ updates: [Query.Update]) {
        guard !updates.isEmpty else { return }
        write(" UPDATE ")
        writeList(updates) { $0.write($1.rawValue) }
    }
}

import SOQL
import Testing

struct QueryParsingTests {
    @Test
    func `each clause has its place in the tree`() throws {
        let query = try Query(
            parsing: """
                select Id, Name n from Contact c, c.Account a using scope mine where Name = 'x' \
                with data category Geography__c above usa__c group by Name having count(Id) > 1 \
                order by Name desc nulls last limit 5 offset 10 for view for reference update tracking, viewstat
                """
        )
        let expected = Query(
            selection: [.field("Id", alias: nil), .field("Name", alias: "n")],
            sources: [Query.Source("Contact", alias: "c"), Query.Source("c.Account", alias: "a")],
            scope: "mine",
            condition: .comparison(Comparison(.field("Name"), .equal, .literal(.string("x")))),
            with: .dataCategories([
                DataCategoryFilter(group: "Geography__c", relation: .above, categories: ["usa__c"])
            ]),
            grouping: Query.Grouping(.plain, [.field("Name")]),
            having: .comparison(
                Comparison(
                    .function(FunctionCall("count", [.expression(.field("Id"))])),
                    .greater,
                    .literal(.number("1"))
                )
            ),
            ordering: [Ordering(.field("Name"), .descending, nulls: .last)],
            limit: .number(5),
            offset: .number(10),
            purposes: [.view, .reference],
            updates: [.tracking, .viewStatistics]
        )
        #expect(query == expected)
    }

    @Test(
        arguments: [
            ("Id", .field("Id", alias: nil)),
            ("Account.Owner.Name", .field("Account.Owner.Name", alias: nil)),
            ("Account . Name", .field("Account.Name", alias: nil)),
            ("Format", .field("Format", alias: nil)),
            ("TypeOf", .field("TypeOf", alias: nil)),
            ("Group.Name", .field("Group.Name", alias: nil)),
            ("Name order", .field("Name", alias: "order")),
            ("MIN(E) MIN", .function(FunctionCall("MIN", [.expression(.field("E"))]), alias: "MIN")),
            ("COUNT()", .function(FunctionCall("COUNT"), alias: nil)),
            ("COUNT ( )", .function(FunctionCall("COUNT"), alias: nil)),
            ("FIELDS(all)", .function(FunctionCall("FIELDS", [.expression(.field("all"))]), alias: nil)),
            (
                "FORMAT(convertCurrency(Amount)) amount",
                .function(
                    FunctionCall(
                        "FORMAT",
                        [.expression(.function(FunctionCall("convertCurrency", [.expression(.field("Amount"))])))]
                    ),
                    alias: "amount"
                )
            ),
            (
                "DISTANCE(Place__c, GEOLOCATION(37.7, -122), 'KM')",
                .function(
                    FunctionCall(
                        "DISTANCE",
                        [
                            .expression(.field("Place__c")),
                            .expression(
                                .function(
                                    FunctionCall("GEOLOCATION", [.literal(.number("37.7")), .literal(.number("-122"))])
                                )
                            ),
                            .literal(.string("KM")),
                        ]
                    ),
                    alias: nil
                )
            ),
            (
                "(SELECT Id FROM Contacts)",
                .subquery(Query(selection: [.field("Id", alias: nil)], sources: [Query.Source("Contacts")]))
            ),
            (
                "TYPEOF What WHEN Account THEN Phone, Name WHEN Group THEN Id ELSE Name END",
                .typeOf(
                    Query.TypeOf(
                        subject: "What",
                        branches: [
                            Query.TypeOf.Branch(type: "Account", fields: ["Phone", "Name"]),
                            Query.TypeOf.Branch(type: "Group", fields: ["Id"]),
                        ],
                        otherwise: ["Name"]
                    )
                )
            ),
        ] as [(String, Query.SelectItem)]
    )
    func `a selection holds fields, functions, subqueries and TYPEOF`(text: String, item: Query.SelectItem) throws {
        #expect(try Query(parsing: "SELECT \(text) FROM Task").selection == [item])
    }

    @Test(
        arguments: [
            ("Contact", [Query.Source("Contact")]),
            ("Group", [Query.Source("Group")]),
            ("Order", [Query.Source("Order")]),
            ("Contact c", [Query.Source("Contact", alias: "c")]),
            ("Contact AS c", [Query.Source("Contact", alias: "c")]),
            ("Contact c, c.Account a", [Query.Source("Contact", alias: "c"), Query.Source("c.Account", alias: "a")]),
            ("Contact ORDER BY Id", [Query.Source("Contact")]),
            ("Contact OFFSET 5", [Query.Source("Contact")]),
            ("Contact UPDATE TRACKING", [Query.Source("Contact")]),
            ("Contact FOR VIEW", [Query.Source("Contact")]),
        ]
    )
    func `a source is an object with or without an alias`(text: String, sources: [Query.Source]) throws {
        #expect(try Query(parsing: "SELECT Id FROM \(text)").sources == sources)
    }

    @Test(
        arguments: [
            ("GROUP BY Name, CALENDAR_YEAR(CreatedDate)", .plain, 2),
            ("GROUP BY ROLLUP(Status, Rating)", .rollup, 2),
            ("GROUP BY cube ( Status )", .cube, 1),
            ("GROUP BY Rollup", .plain, 1),
        ] as [(String, Query.Grouping.Kind, Int)]
    )
    func `grouping is plain, by ROLLUP or by CUBE`(clause: String, kind: Query.Grouping.Kind, keys: Int) throws {
        let grouping = try Query(parsing: "SELECT COUNT(Id) FROM Lead \(clause)").grouping
        #expect(grouping?.kind == kind)
        #expect(grouping?.keys.count == keys)
    }

    @Test(
        arguments: [
            (
                "WITH DATA CATEGORY Geo__c AT (usa__c, uk__c) AND Product__c ABOVE_OR_BELOW dsl__c",
                .dataCategories([
                    DataCategoryFilter(group: "Geo__c", relation: .at, categories: ["usa__c", "uk__c"]),
                    DataCategoryFilter(group: "Product__c", relation: .aboveOrBelow, categories: ["dsl__c"]),
                ])
            ),
            (
                "WITH UserId = '005'",
                .condition(.comparison(Comparison(.field("UserId"), .equal, .literal(.string("005")))))
            ),
            (
                "WITH RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true)",
                .recordVisibility([
                    Query.RecordVisibilitySetting(name: "maxDescriptorPerRecord", value: .number("100")),
                    Query.RecordVisibilitySetting(name: "supportsDomains", value: .boolean(true)),
                ])
            ),
        ] as [(String, Query.With)]
    )
    func `WITH takes data categories, a condition or a visibility context`(clause: String, with: Query.With) throws {
        #expect(try Query(parsing: "SELECT Id FROM Knowledge__kav \(clause)").with == with)
    }

    @Test
    func `names know where they stand`() throws {
        let query = try Query(parsing: "SELECT Id,\n  Name FROM X")
        guard case .field(let path, _) = query.selection[1] else {
            Issue.record("a field was expected")
            return
        }
        #expect(path.position == SourcePosition(offset: 13, line: 2, column: 3))
    }

    @Test
    func `a column counts characters, not bytes`() throws {
        let query = try Query(parsing: "SELECT Id FROM Contact WHERE Name = 'é𝄞' AND Email = 'x'")
        guard case .all(let terms)? = query.condition, case .comparison(let second) = terms[1] else {
            Issue.record("two comparisons were expected")
            return
        }
        #expect(second.subject.position == SourcePosition(offset: 49, line: 1, column: 46))
    }
}

import Testing

/// A definition file with one mistake, and what `actions check` says of it.
struct FaultyDefinition: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The file, with ``MarkedText/mark`` where the mistake is.
    let marked: String
    /// What the message must contain.
    let says: String

    init(_ description: String, says: String, _ marked: String) {
        testDescription = description
        self.marked = marked
        self.says = says
    }
}

extension FaultyDefinition {
    static let fields = [
        FaultyDefinition(
            "an unknown field",
            says: "Did you mean `description`?",
            """
            name: find_it
            ▶descripton: Finds it.
            soql: SELECT Id FROM Contact
            """
        ),
        FaultyDefinition(
            "an unknown field of a parameter",
            says: "Did you mean `required`?",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name = '{{term}}'
            parameters:
              - {name: term, ▶requird: true}
            """
        ),
        FaultyDefinition(
            "an unknown type",
            says: "Did you mean `string`?",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name = '{{term}}'
            parameters:
              - name: term
                type: ▶strng
            """
        ),
        FaultyDefinition(
            "a method Salesforce's records don't know",
            says: "Use GET, POST, PATCH or DELETE.",
            """
            name: replace_it
            method: ▶PUT
            endpoint: sobjects/Contact/{{id}}
            body: {Name: "{{Name}}"}
            """
        ),
        FaultyDefinition(
            "a name an agent can't use",
            says: "small letters, digits and underscores",
            """
            name: ▶Find It
            soql: SELECT Id FROM Contact
            """
        ),
        FaultyDefinition(
            "a built-in tool's name",
            says: "built-in",
            """
            name: ▶confirm
            soql: SELECT Id FROM Contact
            """
        ),
        FaultyDefinition(
            "no endpoint at all",
            says: "`endpoint`, a `soql` query or a `sosl` search",
            """
            ▶name: find_it
            description: Finds it.
            """
        ),
        FaultyDefinition(
            "text that is not YAML",
            says: "not YAML",
            """
            name: [find_it
            soql▶: SELECT Id FROM Contact
            """
        ),
    ]

    static let queries = [
        FaultyDefinition(
            "a query in a plain scalar",
            says: "write = only once",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name =▶= 'x'
            """
        ),
        FaultyDefinition(
            "a query in double quotes",
            says: "write = only once",
            """
            name: find_it
            soql: "SELECT Id FROM Contact WHERE Name =▶= 'x'"
            """
        ),
        FaultyDefinition(
            "a query in single quotes",
            says: "found ORDR",
            """
            name: find_it
            soql: 'SELECT Id FROM Contact ORDER BY Name LIMIT 5 ▶ORDR'
            """
        ),
        FaultyDefinition(
            "a folded query",
            says: "found LIMT",
            """
            name: find_it
            soql: >-
              SELECT Id, Name
              FROM Contact
              WHERE Name = 'x'
              ▶LIMT 10
            """
        ),
        FaultyDefinition(
            "a literal query",
            says: "write = only once",
            """
            name: find_it
            soql: |
              SELECT Id, Name
              FROM Contact
              WHERE Name = 'x'
                AND Email =▶= 'y'
            """
        ),
        FaultyDefinition(
            "a query of a later request",
            says: "write = only once",
            """
            name: open_case
            method: POST
            endpoint: sobjects/Case/
            body: {Subject: "{{Subject}}"}
            as: case
            then:
              - as: number
                soql: SELECT CaseNumber FROM Case WHERE Id =▶= '{{case.id}}'
            """
        ),
        FaultyDefinition(
            "a search",
            says: "in braces",
            """
            name: find_it
            sosl: FIND ▶Smith IN ALL FIELDS
            """
        ),
        FaultyDefinition(
            "a URL-encoded query",
            says: "write = only once",
            """
            name: find_it
            endpoint: /services/data/v59.0/query/?q=SELECT+Id+FROM+Contact+WHERE+Name+%3D▶%3D+'x'
            """
        ),
        FaultyDefinition(
            "a URL-encoded query after a value's percent signs",
            says: "found LIMT",
            """
            name: find_it
            endpoint: "/services/data/v59.0/query/?q=SELECT+Id+FROM+Contact+WHERE+Name+LIKE+'%25{{term}}%25'+▶LIMT+5"
            """
        ),
    ]

    /// Places in texts that YAML changes as it reads them, where the same word stands before.
    static let repeatedWords = [
        FaultyDefinition(
            "a folded query whose mistake repeats a sign",
            says: "write = only once",
            """
            name: find_it
            soql: >-
              SELECT Id, Name
              FROM Contact
              WHERE Name = 'x'
              AND Email =▶= 'y'
            """
        ),
        FaultyDefinition(
            "a folded query whose mistake repeats a word",
            says: "found Name",
            """
            name: find_it
            soql: >-
              SELECT Id, Name
              FROM Contact
              WHERE Name ▶Name
            """
        ),
        FaultyDefinition(
            "a query in single quotes that are doubled within",
            says: "write = only once",
            """
            name: find_it
            soql: 'SELECT Id FROM Contact WHERE Name = ''x'' AND Email =▶= ''y'''
            """
        ),
        FaultyDefinition(
            "a folded query that ends too early",
            says: "the text ends here",
            """
            name: find_it
            soql: >-
              SELECT Id, Name
              FROM▶
            parameters: []
            """
        ),
        FaultyDefinition(
            "a parameter's name that is a part of another word",
            says: "stands twice",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name = '{{a}}'
            parameters:
              - name: ▶a
              - name: a
            """
        ),
    ]

    static let placeholders = [
        FaultyDefinition(
            "an unknown filter",
            says: "The filters are: phone, note, case_number.",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Phone LIKE '▶{{number|fone}}'
            """
        ),
        FaultyDefinition(
            "a filter in the wrong place",
            says: "Use it as a whole JSON string",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name LIKE '%▶{{term|note}}%'
            """
        ),
        FaultyDefinition(
            "text without quotes",
            says: "Put it in quotes: '{{term}}'",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name = ▶{{term}}
            parameters:
              - {name: term, type: string}
            """
        ),
        FaultyDefinition(
            "a placeholder that is no parameter",
            says: "Did you mean {{search_term}}?",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Name LIKE '%▶{{serch_term}}%'
            parameters:
              - {name: search_term, type: string}
            """
        ),
        FaultyDefinition(
            "a reserved parameter name",
            says: "`caller_phone` is reserved",
            """
            name: find_it
            soql: SELECT Id FROM Contact WHERE Phone LIKE '{{caller_phone|phone}}'
            parameters:
              - {name: ▶caller_phone, type: phone}
            """
        ),
        FaultyDefinition(
            "a parameter that is used nowhere",
            says: "used nowhere",
            """
            name: find_it
            soql: SELECT Id FROM Contact
            parameters:
              - {name: ▶unused, type: string}
            """
        ),
        FaultyDefinition(
            "a body that is not JSON",
            says: "The body is not JSON",
            """
            name: create_it
            method: POST
            endpoint: sobjects/Contact/
            body: |
              {
                "LastName": {▶{LastName}}
              }
            """
        ),
    ]

    static let endpoints = [
        "https▶://elsewhere.example/services/data/v59.0/limits",
        "▶//elsewhere.example/services/data/v59.0/limits",
        "/services/data/▶../apexrest/x",
        "/services/data/▶%2e%2e/apexrest/x",
        "/services/data/v59.0/▶%2E%2e/x",
        "/services/data/v59.0/▶./x",
        "/services/data/v59.0/▶a%2f..%2fb",
        "/services/data/v59.0/sobjects/{{id}}/▶../x",
        "▶../../x",
    ].map { endpoint in
        FaultyDefinition(endpoint, says: "must stay inside the connected org", "name: go\nendpoint: \"\(endpoint)\"")
    }
}

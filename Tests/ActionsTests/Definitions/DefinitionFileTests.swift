import Actions
import JSON
import Testing

@Suite struct DefinitionFileTests {
    /// A definition, and what is said of it: place and the words that matter.
    struct Case: Sendable, CustomTestStringConvertible {
        var yaml: String
        var place: String
        var message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Case(
            yaml: "name: a\nsoql: SELECT Id FORM Contact\n",
            place: "2:22",
            message: "expected FROM"
        ),
        Case(
            yaml:
                "name: a\nsoql: |\n  SELECT Id\n  FROM Contact\n  WHERE Name LIKE '%{{trem}}%'\nparameters: [{name: term}]\n",
            place: "5:21",
            message: "Did you mean {{term}}?"
        ),
        Case(
            yaml: "name: a\nendpoint: /services/data/v59.0/query/?q=SELECT+Id+FROM+Contact+WHERE+Name+=+{{term}}\n"
                + "parameters: [{name: term}]\n",
            place: "2:77",
            message: "Put it in quotes"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE Phone LIKE '{{p|fone}}'\nparameters: [{name: p}]\n",
            place: "2:48",
            message: "There is no filter `fone`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE Phone = '{{p|phone}}'\nparameters: [{name: p}]\n",
            place: "2:45",
            message: "The filter `phone` can't be used here"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE Id = '{{caller_phone}}'\nparameters:\n"
                + "  - {name: caller_phone}\n",
            place: "4:12",
            message: "`caller_phone` is reserved"
        ),
        Case(
            yaml: "name: a\nendpoint: sobjects/Contact/{{id}}\nparameters:\n  - {name: id}\n  - {name: id}\n",
            place: "4:12",
            message: "The parameter `id` stands twice"
        ),
        Case(
            yaml: "name: a\nendpoint: sobjects/Contact/{{id}}\nparameters:\n  - {name: id}\n  - {name: other}\n",
            place: "5:12",
            message: "The parameter `other` is used nowhere"
        ),
        Case(
            yaml: "name: a\nendpoint: https://elsewhere/services/data/\n",
            place: "2:16",
            message: "inside the connected org"
        ),
        Case(
            yaml: "name: a\nendpoint: //elsewhere/services/data/\n",
            place: "2:11",
            message: "inside the connected org"
        ),
        Case(
            yaml: "name: a\nendpoint: /services/data/v59.0/../../secret\n",
            place: "2:32",
            message: "inside the connected org"
        ),
        Case(
            yaml: "name: a\nendpoint: /services/data/v59.0/%2e%2e/secret\n",
            place: "2:32",
            message: "inside the connected org"
        ),
        Case(
            yaml: "name: a\nendpoint: /services/data/v59.0/a%2Fb\n",
            place: "2:32",
            message: "inside the connected org"
        ),
        Case(yaml: "name: a\nendpoint: /services/oauth2/token\n", place: "2:11", message: "below /services/data/"),
        Case(
            yaml: "name: a\nmethod: POST\nendpoint: sobjects/Case/\nbody: '{\"Subject\": {{s}}}'\n",
            place: "4:21",
            message: "The body is not JSON"
        ),
        Case(yaml: "name: a\nmethod: POST\nendpoint: sobjects/Case/\n", place: "1:1", message: "needs a body"),
        Case(yaml: "name: Search\nendpoint: sobjects\n", place: "1:7", message: "small letters"),
        Case(yaml: "name: confirm\nendpoint: sobjects\n", place: "1:7", message: "built-in tool's name"),
        Case(yaml: "nam: a\nendpoint: sobjects\n", place: "1:1", message: "Did you mean `name`?"),
        Case(yaml: "name: a\n", place: "1:1", message: "needs an `endpoint`"),
        Case(
            yaml: "name: a\nmethod: PUT\nendpoint: sobjects\n",
            place: "2:9",
            message: "Use GET, POST, PATCH or DELETE"
        ),
        Case(
            yaml: "name: a\nendpoint: sobjects/{{x}}\nparameters: [{name: x, type: intger}]\n",
            place: "3:30",
            message: "`integer`"
        ),
        Case(yaml: "name: [\n", place: "2:1", message: "not YAML"),
        Case(yaml: "", place: "1:1", message: "empty"),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM {{object}}\nparameters: [{name: object}]\n",
            place: "2:22",
            message: "lists its allowed `values`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact LIMIT {{n}}\nparameters: [{name: n}]\n",
            place: "2:36",
            message: "Put it in quotes"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact USING SCOPE {{s}}\nparameters: [{name: s, values: [mine]}]\n",
            place: "2:42",
            message: "can't stand there"
        ),
        Case(
            yaml: "name: a\nruns: call_start\nendpoint: sobjects/Contact/{{id}}\nparameters: [{name: id}]\n",
            place: "4:13",
            message: "has no parameters"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE Phone = '{{caler_phone}}'\n",
            place: "2:45",
            message: "did you mean {{caller_phone}}?"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE CreatedDate > '{{day}}'\n"
                + "parameters: [{name: day, type: date}]\n",
            place: "2:51",
            message: "stands without quotes"
        ),
        Case(
            yaml:
                "name: a\nendpoint: tooling/query/?q=SELECT+Id+FROM+ApexClass+WHERE+Name=={{t}}\nparameters: [{name: t}]\n",
            place: "2:64",
            message: "write = only once"
        ),
        Case(
            yaml: "name: a\nendpoint: /services/data/v59.0/{{r}}/?q={{s}}\nparameters: [{name: r}, {name: s}]\n",
            place: "2:32",
            message: "the resource is written out"
        ),
        Case(
            yaml: "name: a\nmethod: POST\nendpoint: sobjects/Contact/003?_HttpMethod=DELETE\nbody: {Title: x}\n",
            place: "3:32",
            message: "Say the method itself"
        ),
        Case(
            yaml: "name: a\nmethod: POST\nendpoint: composite/batch\nbody: {batchRequests: []}\n",
            place: "3:11",
            message: "with `then`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact WHERE Phone IN ('{{caller_phone}}')\n",
            place: "2:47",
            message: "only by = or LIKE"
        ),
        Case(
            yaml:
                "name: a\nsoql: SELECT Id FROM Contact LIMIT {{n}}\nparameters: [{name: n, type: integer, default: x}]\n",
            place: "3:21",
            message: "no value of its type"
        ),
        Case(
            yaml: "name: a\nmethod: POST\nendpoint: sobjects/Case/\nbody:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                + "  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                + "  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n  e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
            place: "5:37",
            message: "more than 10000 values"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nconstraints: [{exactly_one_of: [A, B]}]\n",
            place: "3:33",
            message: "There is no parameter `A`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nassurance: verifed\n",
            place: "3:12",
            message: "Did you mean `verified`?"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nscope: all\n",
            place: "3:8",
            message: "can only be `caller`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nwhen_away: queue\n",
            place: "3:12",
            message: "Only a write"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nlists_all: true\n",
            place: "3:12",
            message: "remove `lists_all`"
        ),
        Case(
            yaml: "name: a\nsoql: SELECT Id FROM Contact\nruns: call_start\nassurance: verified\n",
            place: "4:12",
            message: "nobody has said anything yet"
        ),
    ])
    func `a wrong definition is refused with its place and remedy`(wrong: Case) throws {
        let file = DefinitionFile(parsing: wrong.yaml)
        #expect(file.actions.isEmpty)
        let problem = try #require(file.problems.first)
        #expect("\(problem.line):\(problem.column)" == wrong.place, "\(problem)")
        #expect(problem.message.contains(wrong.message), "\(problem)")
    }

    @Test func `says who may use it, on whose records, and what to do when the CRM is away`() throws {
        let file = DefinitionFile(
            parsing: """
                name: note_it
                method: PATCH
                endpoint: sobjects/Case/{{record_id}}
                body: {Subject: "{{Subject}}"}
                assurance: verified
                scope: caller
                when_away: queue
                """
        )
        let action = try #require(file.actions.first, "\(file.problems)")
        #expect(action.defaultAssurance == .verified)
        #expect(action.isLimitedToCaller)
        #expect(action.isDeliveredLater)
    }

    @Test func `one wrong action hides no other`() {
        let file = DefinitionFile(
            parsing: """
                - name: good
                  endpoint: sobjects
                - name: bad
                  soql: SELECT
                - name: Worse
                  endpoint: sobjects
                """
        )
        #expect(file.actions.map(\.name) == ["good"])
        #expect(file.problems.map(\.line) == [4, 5])
    }

    @Test func `placeholders nobody declared become required parameters`() throws {
        let file = DefinitionFile(
            parsing: "name: get\nendpoint: /services/data/v59.0/sobjects/Contact/{{contact_id}}\n"
        )
        let action = try #require(file.actions.first)
        #expect(action.parameters.map(\.name) == ["contact_id"])
        #expect(action.parameters[0].isRequired)
        #expect(action.parameters[0].type == .id)
        #expect(action.parameters[0].location == .path)
    }

    @Test func `a search term in the braces of FIND is a placeholder`() throws {
        let file = DefinitionFile(
            parsing: "name: find\nendpoint: /services/data/v59.0/search/?q=FIND+{search_term}+IN+ALL+FIELDS\n"
        )
        let action = try #require(file.actions.first, "\(file.problems)")
        #expect(action.parameters.map(\.name) == ["search_term"])
        let request = try action.requests[0].template.render(TemplateValues(arguments: ["search_term": "O'Brien & Co"]))
        #expect(request.query[0].value == #"FIND {O\'Brien AND Co} IN ALL FIELDS"#)
    }
}

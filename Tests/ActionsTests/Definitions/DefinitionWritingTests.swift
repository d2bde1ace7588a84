import Actions
import JSON
import Testing

@Suite struct DefinitionWritingTests {
    static let catalog = Result { try Catalog.salesforce() }

    @Test func `every definition of the catalogue is the same after it was written as JSON and read again`() throws {
        for definition in try Self.catalog.get().definitions {
            let read = try ActionDefinition(json: definition.json, group: definition.group)
            #expect(read == definition, "\(definition.name)")
        }
    }

    @Test func `every definition of the catalogue is the same after it was written as YAML and read again`() throws {
        for definition in try Self.catalog.get().definitions {
            var expected = definition
            expected.group = nil
            let read = try ActionDefinition(parsing: definition.yaml)
            #expect(read == expected, "\(definition.yaml)")
        }
    }

    @Test func `JSON text is read like YAML`() throws {
        let definition = try #require(try Self.catalog.get().definitions.first { $0.name == "create_note" })
        var expected = definition
        expected.group = nil
        let text = definition.json.serializedText()
        let read = try ActionDefinition(parsing: text)
        #expect(read == expected)
    }

    @Test func `every member is written`() throws {
        let definition = try ActionDefinition(
            json: [
                "name": "everything", "title": "Every Thing", "description": "Does it: all", "method": "POST",
                "endpoint": "sobjects/Case/", "body": #"{"Subject": "{{Subject}}", "Ids": "{{ids}}"}"#, "as": "case",
                "then": [
                    [
                        "as": "second", "only_with": ["Subject"], "method": "POST", "endpoint": "sobjects/Task/",
                        "body": ["Subject": "true", "Number": 150, "Flag": true, "None": nil, "List": ["a", 7]],
                        "on_failure": [
                            "undo": ["method": "DELETE", "endpoint": "sobjects/Case/{{case.id}}"], "say": "No.",
                        ],
                    ], ["as": "third", "soql": "SELECT Id FROM Case WHERE Subject = '{{Subject}}'"],
                ],
                "confirm": false, "destructive": true, "assurance": "verified", "scope": "caller", "lists_all": true,
                "when_away": "queue",
                "parameters": [
                    [
                        "name": "Subject", "label": "what", "type": "string", "description": "Yes", "max": 80,
                        "values": ["a", "No", "1"], "open": true, "default": "a",
                    ],
                    ["name": "ids", "type": "list", "of": "id", "required": true],
                ],
                "constraints": [["drop": "Subject", "when": "ids", "starts_with": "00Q"]],
            ]
        )
        let fromJSON = try ActionDefinition(json: definition.json)
        #expect(fromJSON == definition)
        let yaml = definition.yaml
        let fromYAML = try ActionDefinition(parsing: yaml)
        #expect(fromYAML == definition, "\(yaml)")
        _ = try Action(compiling: definition)
    }

    @Test(arguments: [
        "plain", "", " ", "true", "null", "~", "12", "1e3", "-", "- a", "a: b", "#no", "'", "\"", "{{x}}", "[a]", "%",
        "two\nlines", "two\nlines\n", "\n", " leading", "trailing ", "tab\there", "Zoë 🙂", "a\\b", "yes", "2026-01-01",
        "key: |\n  text", String(repeating: "long text ", count: 20), String(repeating: "x", count: 300),
        String(repeating: "long\ntext  ", count: 20), "\u{1}", "\u{85}", "\u{2028}x",
        "\u{2068}\u{202A}Acme\u{202C}\u{2069}", "two\nlines \u{202E}x", "x\u{FEFF}", "a\r\nb",
    ])
    func `any text survives`(text: String) throws {
        let value: JSONValue = ["text": .string(text), "list": [.string(text)]]
        let yaml = value.yamlText
        let read = try JSONValue(yaml: yaml)
        #expect(read == value, "\(yaml)")
    }

    @Test(arguments: [
        "yes", "No", "ON", "off", "y", "N", "0x10", "0b11", "017", "1_000", "1:30", "+1", ".5", ".inf", ".NaN", "=",
        "<<", "2026-01-01", "Null", "True",
    ])
    func `what older YAML reads as no text stands in quotes`(text: String) {
        let quoted = "\"\(text)\""
        #expect(JSONValue.object([text: .string(text)]).yamlText == "{\(quoted): \(quoted)}\n")
    }

    @Test(arguments: ["yes please", "none", "Nora", "one", "x10", "12 Main Street", "a=b", "v67.0"])
    func `other text needs no quotes`(text: String) {
        #expect(JSONValue.object(["text": .string(text)]).yamlText == "{text: \(text)}\n")
    }

    @Test func `what turns the direction of text is written so that it is seen`() {
        let value: JSONValue = ["\u{2066}key": "Acme \u{202E}CBA"]
        #expect(value.yamlText == #"{"\u2066key": "Acme \u202ECBA"}"# + "\n")
    }

    @Test func `YAML is written for people`() throws {
        let definition = try #require(try Self.catalog.get().definitions.first { $0.name == "search_users" })
        #expect(
            definition.yaml == """
                name: search_users
                title: Search Users
                description: Find active users by name or email.
                soql: >-
                  SELECT Id, Name, Email, Title, IsActive, Profile.Name FROM User WHERE (Name LIKE '%{{search_term}}%'
                  OR Email LIKE '%{{search_term}}%') AND IsActive = true ORDER BY Name ASC LIMIT 10
                lists_all: true
                parameters:
                - {name: search_term, type: string}

                """
        )
    }

    @Test func `a member that is null is left out`() throws {
        let plain = try ActionDefinition(json: ["name": "a", "soql": "SELECT Id FROM Case"])
        let withNulls = try ActionDefinition(
            json: [
                "name": "a", "title": nil, "soql": "SELECT Id FROM Case", "body": nil, "confirm": nil, "runs": nil,
                "assurance": nil, "parameters": nil, "constraints": nil, "then": nil,
            ]
        )
        #expect(withNulls == plain)
    }

    @Test func `a text with more values than one body may have is read`() throws {
        let value: JSONValue = .array((0..<4000).map { ["number": .number(JSONNumber($0)), "name": "x", "on": true] })
        let read = try JSONValue(yaml: value.yamlText)
        #expect(read == value)
    }

    @Test func `what is wrong in JSON is said with its remedy`() {
        #expect {
            try ActionDefinition(json: ["name": "a", "sqol": "SELECT Id FROM Case"])
        } throws: { error in
            (error as? DefinitionProblem)?.message.contains("Did you mean `soql`?") ?? false
        }
    }
}

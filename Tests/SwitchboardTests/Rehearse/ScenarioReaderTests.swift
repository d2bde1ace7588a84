import Actions
import Testing

@testable import switchboard

@Suite struct ScenarioReaderTests {
    @Test(arguments: [
        ("name: x\ntalk: [{caller: Hi}]\n", "A scenario that has no `expect:` and no `never:` can't fail."),
        ("name: x\ngroups: [Contcts]\n", "There is no group `Contcts`. Did you mean `Contacts`?"),
        (
            "name: x\nagent: {actions: [serch_contact]}\n",
            "There is no action `serch_contact`. Did you mean `search_contact`?"
        ),
        ("name: x\nfaults: [{kind: rain}]\n", "There is no fault 'rain'."),
        (
            "name: x\ntalk: [{caller: Hi}]\nexpect: [{outcomes: [confirm done]}]\n",
            "`confirm done` is no tool and its outcome"
        ),
        ("name: x\ntalk: [{caller: Hi}]\nexpect: [{soql: SELECT Id FROM Case}]\n", "A query has a `count`"),
        ("name: [", "This is not YAML"),
        ("", "The file is empty."),
    ])
    func `a mistake in a scenario is said`(scenario: String, mistake: String) throws {
        let reader = ScenarioReader(catalog: try Catalog.salesforce())
        let error = #expect(throws: (any Error).self) { try reader.scenario(scenario) }
        #expect(error.map { "\($0)" }?.contains(mistake) == true, "\(String(describing: error))")
    }
}

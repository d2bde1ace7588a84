/// The rules of the org, in the order they apply.
struct RuleBook: Sendable {
    private let byObject: [String: [any RecordRule]]

    init(_ rules: [any RecordRule]) {
        var byObject: [String: [any RecordRule]] = [:]
        for rule in rules {
            for object in rule.objects { byObject[object, default: []].append(rule) }
        }
        self.byObject = byObject
    }

    func rules(of object: ObjectDefinition) -> [any RecordRule] { byObject[object.name] ?? [] }

    /// What a real org does with its standard objects.
    static let standard = RuleBook(standardRules)

    /// The same, and no contact that looks like another.
    static let withoutDuplicates = RuleBook(standardRules + [ContactDuplicateRule()])

    private static let standardRules: [any RecordRule] = [
        PersonNameRule(), HierarchyRule(), LeadRule(), OpportunityRule(), CaseRule(), TaskRule(), ActivityRule(),
        EventRule(),
        QueueRule(),
        GroupRule(), ContentNoteRule(), ContentVersionRule(), ContentDocumentRule(), ContentDocumentLinkRule(),
        KnowledgeRule(), PricebookRule(), PricebookEntryRule(), OpportunityLineItemRule(), CampaignRule(),
        CampaignMemberRule(), LastActivityRule(),
    ]
}

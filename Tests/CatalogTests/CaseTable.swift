/// The cases of all groups of the catalogue.
enum CaseTable {
    static let successfulReads: [ActionCase] =
        accountReads + campaignReads + caseReads + contactReads + eventReads + knowledgeReads + leadReads
        + lookupReads + noteReads + opportunityReads + productReads + taskReads + userReads

    static let successfulWrites: [ActionCase] =
        accountWrites + campaignWrites + caseWrites + contactWrites + eventWrites + leadWrites + noteWrites
        + opportunityWrites + productWrites + taskWrites

    static let failures: [ActionCase] =
        accountFailures + campaignFailures + caseFailures + contactFailures + eventFailures
        + knowledgeFailures + leadFailures + lookupFailures + noteFailures + opportunityFailures
        + productFailures + taskFailures + userFailures
}

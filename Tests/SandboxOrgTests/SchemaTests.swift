import Testing

@testable import SandboxOrg

struct SchemaTests {
    @Test func `the standard schema has its objects`() throws {
        let schema = try Schema.standard()
        #expect(schema.objects.count == 32)
        #expect(schema.object("contact")?.field("mailingcity")?.length == 40)
    }
}

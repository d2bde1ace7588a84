import Testing
import Workspace

@Suite struct FieldAllowListTests {
    let list = FieldAllowList(
        readable: ["Contact": ["FirstName", "lastname"], "Case": ["*"]],
        writable: ["case": ["Subject"]]
    )

    @Test func `shows the listed fields and the id, whatever the case of their names`() {
        #expect(list.allowsReading("LastName", of: "contact"))
        #expect(list.allowsReading("Id", of: "Account"))
        #expect(list.allowsReading("Description", of: "Case"))
        #expect(!list.allowsReading("Email", of: "Contact"))
        #expect(!list.allowsReading("Name", of: "Account"))
    }

    @Test func `sets only the listed fields, and never the id`() {
        #expect(list.allowsWriting("SUBJECT", of: "Case"))
        #expect(!list.allowsWriting("Status", of: "Case"))
        #expect(!list.allowsWriting("Id", of: "Case"))
        #expect(!list.allowsWriting("LastName", of: "Contact"))
    }

    @Test func `limits nothing that has no list`() {
        let onlyReading = FieldAllowList(readable: ["Contact": ["LastName"]])
        #expect(onlyReading.allowsWriting("Email", of: "Contact"))
        #expect(!onlyReading.allowsReading("Email", of: "Contact"))
    }

    @Test func `follows a change of the lists`() {
        var list = list
        list.readable = ["Contact": ["Email"]]
        #expect(list.allowsReading("Email", of: "Contact"))
        #expect(!list.allowsReading("FirstName", of: "Contact"))
    }
}

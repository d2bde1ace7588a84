import Testing

@testable import SandboxOrg

struct SchemaTests {
    private func object(_ fields: String) throws -> ObjectDefinition {
        let yaml = "object: Pet\nplural: Pets\nprefix: \"a00\"\nfields:\n" + fields
        return try SchemaFile(yaml: yaml, file: "Pet.yaml").object
    }

    @Test func `every object has an id, its own fields and the system's`() throws {
        let pet = try object("  - Name: string(80) CU; required; name\n")
        #expect(
            pet.fields.map(\.name) == [
                "Id", "IsDeleted", "Name", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
                "SystemModstamp",
            ]
        )
        #expect(pet.field("name")?.isRequired == true)
        #expect(pet.field("NAME")?.length == 80)
        #expect(pet.nameField?.name == "Name")
    }

    @Test func `an address stands for its parts`() throws {
        let pet = try object("  - HomeAddress: address CU\n")
        let parts = pet.fields.filter { $0.compoundFieldName == "HomeAddress" }.map(\.name)
        #expect(
            parts == [
                "HomeStreet", "HomeCity", "HomeState", "HomePostalCode", "HomeCountry", "HomeLatitude", "HomeLongitude",
                "HomeGeocodeAccuracy",
            ]
        )
        #expect(pet.field("HomeAddress")?.isStored == false)
    }

    @Test func `a one-line field says all about it`() throws {
        let pet = try object(
            "  - Kind: picklist(40) CU; restricted; default Cat; values Cat | Dog; label Species\n"
                + "  - OwnerContactId: reference C-; to Contact, Lead as OwnerContact; children Pets; cascade\n"
        )
        let kind = try #require(pet.field("Kind"))
        #expect(kind.label == "Species")
        #expect(kind.picklist.map(\.value) == ["Cat", "Dog"])
        #expect(kind.picklist.map(\.isDefault) == [true, false])
        let owner = try #require(pet.reference(named: "ownercontact"))
        #expect(owner.label == "Owner Contact ID")
        #expect(owner.referenceTo == ["Contact", "Lead"])
        #expect(owner.isCreateable && !owner.isUpdateable && owner.cascadesDelete)
        #expect(owner.childRelationshipName == "Pets")
    }

    @Test(arguments: [
        ("  - Name: strong(80)\n", "Pet.yaml:5:Name has the type 'strong', which does not exist"),
        ("  - Age: int\n  - Name: string(80) CU; shiny\n", "Pet.yaml:6:Name: 'shiny' means nothing here"),
        ("  - Name: string(80) UC\n", "Pet.yaml:5:Name: expected CU, C- or -U, found 'UC'"),
        ("  - IsDeleted: boolean\n", "Pet.yaml:5:every object has the field IsDeleted already"),
        ("  - Name: string(80)\n  - name: string(80)\n", "Pet.yaml:6:the field name stands twice"),
    ])
    func `a mistake in a schema file is told with its place`(fields: String, message: String) {
        let error = #expect(throws: SchemaFileError.self) { try object(fields) }
        #expect(error?.description == message)
    }

    @Test func `a further file adds an object, and may not point at nothing`() throws {
        let pet =
            "object: Pet__c\nprefix: \"a00\"\nfields:\n  - Contact__c: reference CU; to Contact as Contact__r; children Pets__r\n"
        let schema = try Schema.loading([("Pet__c.yaml", pet)])
        #expect(schema.object("Contact")?.childRelationship(named: "pets__r")?.field == "Contact__c")
        let error = #expect(throws: SchemaFileError.self) {
            try Schema.loading([("Pet__c.yaml", "object: Pet__c\nfields:\n  - A__c: reference; to Nothing\n")])
        }
        #expect(error?.description == "Pet__c.yaml:3:A__c points at Nothing, which no file describes")
    }

    @Test func `the standard schema has its objects, and prefixes to know them by`() throws {
        let schema = try Schema.standard()
        #expect(schema.objects.count == 34)
        #expect(schema.object(ofId: "003Sb0000000001AAA")?.name == "Contact")
        let contact = try #require(schema.object("contact"))
        #expect(contact.childRelationship(named: "Cases")?.restrictsDelete == true)
        #expect(contact.childRelationship(named: "Tasks")?.cascadesDelete == true)
    }
}

import Actions
import Testing

/// Actions as people write them for themselves.
enum CustomAction {
    /// The only action of a definition file.
    static func reading(_ yaml: String) throws -> Action {
        let file = DefinitionFile(parsing: yaml)
        let problem = file.problems.first
        return try #require(file.actions.first, "\(problem.map(String.init(describing:)) ?? "no action")")
    }

    /// Finds the caller by the number of the call.
    static let identifyCustomer = """
        name: identify_customer
        description: Look up the customer in Salesforce by their phone number.
        method: GET
        endpoint: "/services/data/v59.0/query/?q=SELECT+Id,FirstName,LastName,Email,Phone,Account.Name+FROM+Contact\
        +WHERE+Phone='{{caller_phone}}'+LIMIT+5"
        """

    /// Finds the caller with the latest cases.
    static let lookupContactWithCases = """
        name: lookup_contact_with_cases
        description: Look up a contact by phone and include their recent support cases.
        method: GET
        endpoint: "/services/data/v59.0/query/?q=SELECT+Id,Name,Email,Phone,Account.Name,(SELECT+Id,Subject,Status,\
        Priority,CreatedDate+FROM+Cases+ORDER+BY+CreatedDate+DESC+LIMIT+3)+FROM+Contact+WHERE+Phone='{{caller_phone}}'\
        +LIMIT+1"
        """

    /// A new contact with the number of the call.
    static let createContactWithPhone = """
        name: create_contact_with_phone
        description: Create a new Salesforce contact. Phone number is auto-filled from the customer.
        method: POST
        endpoint: /services/data/v59.0/sobjects/Contact/
        confirm: true
        parameters:
          - {name: FirstName, location: body, description: Contact first name}
          - {name: LastName, location: body, required: true, description: Contact last name}
          - {name: Email, location: body, description: Contact email address}
        body: |
          {
            "FirstName": "{{FirstName}}",
            "LastName": "{{LastName}}",
            "Email": "{{Email}}",
            "Phone": "{{caller_phone}}"
          }
        """

    /// Changes of a contact, by a parameter of another name than the catalogue's.
    static let updateContact = """
        name: update_contact
        description: Update a contact in Salesforce. Only provide the fields that need to change.
        method: PATCH
        endpoint: /services/data/v59.0/sobjects/Contact/{{contact_id}}
        parameters:
          - {name: contact_id, location: path, required: true, description: Salesforce Contact ID (from search)}
          - {name: Email, location: body}
          - {name: FirstName, location: body}
          - {name: LastName, location: body}
          - {name: Phone, location: body}
          - {name: Title, location: body}
        body: |
          {
            "Email": "{{Email}}",
            "FirstName": "{{FirstName}}",
            "LastName": "{{LastName}}",
            "Phone": "{{Phone}}",
            "Title": "{{Title}}"
          }
        """

    /// A search with the wildcards encoded by hand.
    static let searchContactsAdvanced = """
        name: search_contacts_advanced
        description: Search contacts by name, email, or phone. Supports partial matches.
        method: GET
        endpoint: "/services/data/v59.0/query/?q=SELECT+Id,FirstName,LastName,Email,Phone,Account.Name+FROM+Contact\
        +WHERE+Name+LIKE+'%25{{search_term}}%25'+OR+Email+LIKE+'%25{{search_term}}%25'+OR+Phone+LIKE+\
        '%25{{search_term}}%25'+ORDER+BY+LastModifiedDate+DESC+LIMIT+10"
        parameters:
          - {name: search_term, location: query, description: "Partial name, email, or phone to search for"}
        """

    /// A read of nothing but an endpoint.
    static func get(_ endpoint: String) throws -> Action {
        try reading("name: get_endpoint\nmethod: GET\nendpoint: \"\(endpoint)\"\n")
    }
}

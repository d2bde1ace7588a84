import GRDB

/// Makes up contacts with accounts, cases and activities: the same ones in every run.
struct RecordGenerator {
    /// One account has so many contacts; of so many contacts one has a case, a task, an event.
    private static let contactsToAnAccount = 5
    private static let contactsToACase = 4
    private static let contactsToATask = 2
    private static let contactsToAnEvent = 10

    private let names: NameLists
    private let owners: [String]
    private var generator = SeededGenerator(seed: 42)
    private var accountId: String?
    private var companyDomain = ""

    /// `owners` are the ids of the users the records belong to.
    init(owners: [String]) throws {
        names = try NameLists()
        self.owners = owners
    }

    /// Makes the contact of a number and what goes with it.
    mutating func makeContact(_ number: Int, in transaction: Transaction) throws {
        if number.isMultiple(of: Self.contactsToAnAccount) || accountId == nil {
            accountId = try makeAccount(number / Self.contactsToAnAccount, in: transaction)
        }
        let firstName = pick("firstNames")
        let lastName = pick("lastNames")
        var contact = RecordValues()
        contact.set("AccountId", accountId)
        contact.set("FirstName", firstName)
        contact.set("LastName", lastName)
        contact.set("Title", pick("titles"))
        contact.set("Email", "\(Self.plain(firstName)).\(Self.plain(lastName)).\(number)@\(companyDomain)")
        contact.set("Phone", phone())
        if chance(2) { contact.set("MobilePhone", phone()) }
        let contactId = try create("Contact", &contact, daysAgo: self.number(1...900), in: transaction)
        if chance(Self.contactsToACase) { try makeCase(of: contactId, in: transaction) }
        if chance(Self.contactsToATask) { try makeTask(of: contactId, in: transaction) }
        if chance(Self.contactsToAnEvent) { try makeEvent(of: contactId, in: transaction) }
    }

    private mutating func makeAccount(_ number: Int, in transaction: Transaction) throws -> String {
        let name = "\(pick("companyWords")) \(pick("companyKinds"))"
        companyDomain = "\(Self.plain(name))-\(number).example"
        let place = pick("cities").split(separator: ",")
        var account = RecordValues()
        account.set("Name", name)
        account.set("AccountNumber", "GA-\(number.padded(to: 7))")
        account.set("Type", chance(3) ? "Prospect" : "Customer - Direct")
        account.set("Industry", pick("industries"))
        account.set("Phone", phone())
        account.set("Website", "https://\(companyDomain)")
        account.set("NumberOfEmployees", self.number(1...5000))
        account.set("AnnualRevenue", Double(self.number(1...900)) * 100_000)
        account.set("BillingStreet", "\(self.number(1...9999)) Main Street")
        account.set("BillingCity", place.first.map { String($0) })
        account.set("BillingState", place.last.map { String($0) })
        account.set("BillingCountry", "USA")
        return try create("Account", &account, daysAgo: self.number(900...1500), in: transaction)
    }

    private mutating func makeCase(of contactId: String, in transaction: Transaction) throws {
        var supportCase = RecordValues()
        supportCase.set("ContactId", contactId)
        supportCase.set("AccountId", accountId)
        supportCase.set("Subject", pick("caseSubjects"))
        supportCase.set("Status", ["New", "Working", "Closed", "Closed"][number(0...3)])
        supportCase.set("Priority", ["Low", "Medium", "Medium", "High"][number(0...3)])
        supportCase.set("Origin", ["Phone", "Email", "Web"][number(0...2)])
        try create("Case", &supportCase, daysAgo: number(0...700), in: transaction)
    }

    private mutating func makeTask(of contactId: String, in transaction: Transaction) throws {
        let isDone = chance(2)
        let today = DateTimeText.split(transaction.now).day
        var task = RecordValues()
        task.set("WhoId", contactId)
        task.set("WhatId", accountId)
        task.set("Subject", pick("taskSubjects"))
        task.set("Status", isDone ? "Completed" : "Not Started")
        task.set("Priority", chance(5) ? "High" : "Normal")
        task.set("ActivityDate", today.adding(days: isDone ? -number(0...300) : number(0...60)).description)
        try create("Task", &task, daysAgo: number(0...300), in: transaction)
    }

    private mutating func makeEvent(of contactId: String, in transaction: Transaction) throws {
        let today = DateTimeText.split(transaction.now).day
        let day = today.adding(days: number(-200...60))
        var event = RecordValues()
        event.set("WhoId", contactId)
        event.set("WhatId", accountId)
        event.set("Subject", pick("eventSubjects"))
        event.set("StartDateTime", (day.daysSince1970 * 24 + number(13...21)) * 3_600_000)
        event.set("DurationInMinutes", number(1...8) * 15)
        try create("Event", &event, daysAgo: number(200...300), in: transaction)
    }

    @discardableResult
    private mutating func create(
        _ name: String,
        _ values: inout RecordValues,
        daysAgo: Int,
        in transaction: Transaction
    ) throws -> String {
        guard let object = transaction.schema.object(name) else { return "" }
        let created = transaction.now - daysAgo * 86_400_000
        for field in ["CreatedDate", "LastModifiedDate", "SystemModstamp"] { values.set(field, created) }
        values.set("OwnerId", owners.randomElement(using: &generator))
        return try transaction.create(object, values)
    }

    // MARK: Chance

    private mutating func pick(_ list: String) -> String { names.pick(list, using: &generator) }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    /// True once in so many times.
    private mutating func chance(_ times: Int) -> Bool { number(1...times) == 1 }

    /// A telephone number as somebody types it.
    private mutating func phone() -> String {
        let (area, exchange, line) = (
            String(number(201...989)), String(number(200...999)), number(0...9999).padded(to: 4)
        )
        return switch number(0...7) {
        case 0: "(\(area)) \(exchange)-\(line)"
        case 1: "\(area)-\(exchange)-\(line)"
        case 2: "\(area).\(exchange).\(line)"
        case 3: "+1 \(area) \(exchange) \(line)"
        case 4: "\(area)\(exchange)\(line)"
        case 5: "1-\(area)-\(exchange)-\(line)"
        case 6: "(\(area)) \(exchange)-\(line) x\(number(1...99))"
        default: "+1\(area)\(exchange)\(line)"
        }
    }

    /// The letters of a name that stand in an e-mail address.
    private static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isASCII && $0.isLetter })
    }
}

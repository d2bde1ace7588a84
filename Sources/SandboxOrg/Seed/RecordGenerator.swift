/// Makes up contacts with accounts, cases and activities: the same ones in every run.
struct RecordGenerator {
    /// One account has so many contacts; of so many contacts one has a case, a task, an event.
    private static let contactsToAnAccount = 5
    private static let contactsToACase = 4
    private static let contactsToATask = 2
    private static let contactsToAnEvent = 10

    private let names: NameLists
    private let owners: [String]
    /// Milliseconds since 1970.
    private let now: Int
    private let today: CivilDate
    private(set) var lastId: Int
    private(set) var lastCaseNumber: Int
    private var generator = SeededGenerator(seed: 42)
    private var accountId: String?
    private var companyDomain = ""

    /// `owners` are the ids of the users the records belong to; the numbers are those that ids and cases have got to.
    init(owners: [String], now: Int, lastId: Int, lastCaseNumber: Int) throws {
        names = try NameLists()
        self.owners = owners
        self.now = now
        today = DateTimeText.split(now).day
        self.lastId = lastId
        self.lastCaseNumber = lastCaseNumber
    }

    /// Makes the contact of a number and what goes with it, one record after another.
    mutating func makeContact(_ number: Int, write: (GeneratedRecord) throws -> Void) rethrows {
        let accountId: String
        if let last = self.accountId, !number.isMultiple(of: Self.contactsToAnAccount) {
            accountId = last
        } else {
            let account = makeAccount(number / Self.contactsToAnAccount)
            try write(account)
            accountId = account.id
            self.accountId = accountId
        }
        let contact = makeContact(number, of: accountId)
        try write(contact)
        if chance(Self.contactsToACase) { try write(makeCase(of: contact.id, accountId)) }
        if chance(Self.contactsToATask) { try write(makeTask(of: contact.id, accountId)) }
        if chance(Self.contactsToAnEvent) { try write(makeEvent(of: contact.id, accountId)) }
    }

    private mutating func makeContact(_ number: Int, of accountId: String) -> GeneratedRecord {
        let firstName = pick("firstNames")
        let lastName = pick("lastNames")
        var contact = record("Contact", prefix: "003")
        contact.give("AccountId", accountId)
        contact.give("FirstName", firstName)
        contact.give("LastName", lastName)
        contact.give("Title", pick("titles"))
        contact.give("Email", "\(Self.plain(firstName)).\(Self.plain(lastName)).\(number)@\(companyDomain)")
        contact.give("Phone", phone())
        contact.give("MobilePhone", chance(2) ? phone() : nil)
        finish(&contact, daysAgo: self.number(1...900))
        contact.derive("Name", "\(firstName) \(lastName)")
        return contact
    }

    private mutating func makeAccount(_ number: Int) -> GeneratedRecord {
        let name = "\(pick("companyWords")) \(pick("companyKinds"))"
        companyDomain = "\(Self.plain(name))-\(number).example"
        let place = pick("cities").split(separator: ",")
        var account = record("Account", prefix: "001")
        account.give("Name", name)
        account.give("AccountNumber", "GA-\(number.padded(to: 7))")
        account.give("Type", chance(3) ? "Prospect" : "Customer - Direct")
        account.give("Industry", pick("industries"))
        account.give("Phone", phone())
        account.give("Website", "https://\(companyDomain)")
        account.give("NumberOfEmployees", self.number(1...5000))
        account.give("AnnualRevenue", Double(self.number(1...900)) * 100_000)
        account.give("BillingStreet", "\(self.number(1...9999)) Main Street")
        account.give("BillingCity", place.first.map { String($0) })
        account.give("BillingState", place.last.map { String($0) })
        account.give("BillingCountry", "USA")
        finish(&account, daysAgo: self.number(900...1500))
        return account
    }

    private mutating func makeCase(of contactId: String, _ accountId: String) -> GeneratedRecord {
        let status = ["New", "Working", "Closed", "Closed"][number(0...3)]
        var supportCase = record("Case", prefix: "500")
        supportCase.give("ContactId", contactId)
        supportCase.give("AccountId", accountId)
        supportCase.give("Subject", pick("caseSubjects"))
        supportCase.give("Status", status)
        supportCase.give("Priority", ["Low", "Medium", "Medium", "High"][number(0...3)])
        supportCase.give("Origin", ["Phone", "Email", "Web"][number(0...2)])
        finish(&supportCase, daysAgo: number(0...700))
        lastCaseNumber += 1
        supportCase.derive("CaseNumber", CaseRule.caseNumber(lastCaseNumber))
        supportCase.derive("IsClosed", status == "Closed")
        supportCase.derive("ClosedDate", status == "Closed" ? now : nil)
        return supportCase
    }

    private mutating func makeTask(of contactId: String, _ accountId: String) -> GeneratedRecord {
        let isDone = chance(2)
        let isUrgent = chance(5)
        var task = record("Task", prefix: "00T")
        task.give("WhoId", contactId)
        task.give("WhatId", accountId)
        task.give("Subject", pick("taskSubjects"))
        task.give("Status", isDone ? "Completed" : "Not Started")
        task.give("Priority", isUrgent ? "High" : "Normal")
        task.give("ActivityDate", today.adding(days: isDone ? -number(0...300) : number(0...60)).description)
        finish(&task, daysAgo: number(0...300))
        task.derive("AccountId", accountId)
        task.derive("IsClosed", isDone)
        task.derive("IsHighPriority", isUrgent)
        task.derive("CompletedDateTime", isDone ? now : nil)
        return task
    }

    private mutating func makeEvent(of contactId: String, _ accountId: String) -> GeneratedRecord {
        let day = today.adding(days: number(-200...60))
        let start = (day.daysSince1970 * 24 + number(13...21)) * 3_600_000
        let minutes = number(1...8) * 15
        let end = start + minutes * 60_000
        var event = record("Event", prefix: "00U")
        event.give("WhoId", contactId)
        event.give("WhatId", accountId)
        event.give("Subject", pick("eventSubjects"))
        event.give("StartDateTime", start)
        event.give("DurationInMinutes", minutes)
        finish(&event, daysAgo: number(200...300))
        event.derive("AccountId", accountId)
        event.derive("EventSubtype", "Event")
        event.derive("ActivityDateTime", start)
        event.derive("EndDateTime", end)
        event.derive("ActivityDate", day.description)
        event.derive("EndDate", DateTimeText.split(end).day.description)
        return event
    }

    private mutating func record(_ object: String, prefix: String) -> GeneratedRecord {
        lastId += 1
        return GeneratedRecord(object: object, id: RecordId(prefix: prefix, number: lastId).text)
    }

    /// Sets what every record has: whose it is, and when it was made by whom.
    private mutating func finish(_ record: inout GeneratedRecord, daysAgo: Int) {
        let created = now - daysAgo * 86_400_000
        for field in ["CreatedDate", "LastModifiedDate", "SystemModstamp"] { record.give(field, created) }
        record.give("OwnerId", owners.randomElement(using: &generator))
        for field in ["CreatedById", "LastModifiedById"] { record.derive(field, owners.first) }
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

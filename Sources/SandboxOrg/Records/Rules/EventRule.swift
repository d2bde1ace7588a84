/// An event has a start, and a length or an end; the org works out the other.
struct EventRule: RecordRule {
    private static let millisecondsAMinute = 60_000
    private static let minutesADay = 1440

    let objects: Set<String> = ["Event"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if change.isCreate, !change.new.has("EventSubtype") { change.new.set("EventSubtype", "Event") }
        if change.new.isTrue("IsAllDayEvent") {
            try arrangeDays(&change)
        } else {
            try arrangeHours(&change)
        }
    }

    private func arrangeDays(_ change: inout RecordChange) throws {
        let start = change.named.contains("StartDateTime") ? change.new.integer("StartDateTime") : nil
        let day = start.map { DateTimeText.split($0).day } ?? change.new.text("ActivityDate").flatMap { CivilDate($0) }
        guard let day else { throw SalesforceError.requiredFieldsMissing(["ActivityDate"]) }
        let first = day.daysSince1970 * Self.minutesADay * Self.millisecondsAMinute
        var minutes = change.new.integer("DurationInMinutes") ?? Self.minutesADay
        if change.named.contains("EndDateTime"), !change.named.contains("DurationInMinutes"),
            let end = change.new.integer("EndDateTime")
        {
            // The end of an event of whole days is the beginning of its last one.
            minutes = (end - first) / Self.millisecondsAMinute + Self.minutesADay
        }
        try check(minutes: minutes, change)
        set(
            &change,
            start: first,
            end: first + (minutes - Self.minutesADay) * Self.millisecondsAMinute,
            minutes: minutes
        )
        change.new.set("ActivityDateTime", nil as Int?)
    }

    private func arrangeHours(_ change: inout RecordChange) throws {
        let start = try start(of: change)
        let hasDuration = change.named.contains("DurationInMinutes") && change.new.has("DurationInMinutes")
        let hasEnd = change.named.contains("EndDateTime") && change.new.has("EndDateTime")
        let end = change.new.integer("EndDateTime")
        let minutes: Int
        if hasEnd, let end {
            minutes = (end - start) / Self.millisecondsAMinute
            if hasDuration, change.new.integer("DurationInMinutes") != minutes {
                throw SalesforceError.fieldIntegrity(
                    "Duration does not agree with the end of the event: Duration",
                    fields: ["DurationInMinutes"]
                )
            }
        } else if let duration = change.new.integer("DurationInMinutes") {
            minutes = duration
        } else {
            throw SalesforceError.requiredFieldsMissing(["DurationInMinutes"])
        }
        try check(minutes: minutes, change)
        set(&change, start: start, end: start + minutes * Self.millisecondsAMinute, minutes: minutes)
        change.new.set("ActivityDateTime", start)
    }

    /// The start, under whichever of its two names the request gives it.
    private func start(of change: RecordChange) throws -> Int {
        let named = ["StartDateTime", "ActivityDateTime"].filter { change.named.contains($0) && change.new.has($0) }
        let starts = named.compactMap { change.new.integer($0) }
        guard let start = starts.first ?? change.old?.integer("StartDateTime") else {
            let missing =
                change.new.has("DurationInMinutes") || change.new.has("EndDateTime")
                ? ["ActivityDateTime"] : ["ActivityDateTime", "DurationInMinutes"]
            throw SalesforceError.requiredFieldsMissing(missing)
        }
        guard starts.allSatisfy({ $0 == start }) else {
            throw SalesforceError.fieldIntegrity(
                "StartDateTime and ActivityDateTime must be the same: Due Date Time",
                fields: ["ActivityDateTime"]
            )
        }
        return start
    }

    private func check(minutes: Int, _ change: RecordChange) throws {
        guard !(0...Self.minutesADay).contains(minutes) else { return }
        throw SalesforceError.fieldIntegrity(
            "Duration must be between 0 and \(Self.minutesADay) minutes: Duration",
            fields: [change.named.contains("DurationInMinutes") ? "DurationInMinutes" : "EndDateTime"]
        )
    }

    private func set(_ change: inout RecordChange, start: Int, end: Int, minutes: Int) {
        change.new.set("StartDateTime", start)
        change.new.set("EndDateTime", end)
        change.new.set("DurationInMinutes", minutes)
        change.new.set("ActivityDate", DateTimeText.split(start).day.description)
        change.new.set("EndDate", DateTimeText.split(end).day.description)
    }
}

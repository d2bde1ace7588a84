import JSON
package import Workspace

extension AuditEntry {
    /// What the audit trail says of somebody who came in, or was kept out.
    package init(_ event: PeopleEvent) {
        var details = JSONObject()
        details["address"] = event.address.map(JSONValue.string)
        // Whoever is kept out has not proved to be the person they name.
        if event.refusal != nil { details["person_id"] = event.personID.map(JSONValue.string) }
        if event.isLastForNow { details["note"] = "More of these are not noted for up to a quarter of an hour." }
        self.init(
            .person,
            by: event.refusal == nil ? event.personID ?? "anonymous" : "anonymous",
            action: event.way.rawValue,
            outcome: event.refusal?.rawValue ?? "done",
            personal: Personal(details: details)
        )
    }
}

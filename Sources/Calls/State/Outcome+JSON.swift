package import JSON

extension Outcome {
    /// Reads what ``json`` makes; nil when it is anything else.
    package init?(_ json: JSONValue) {
        guard let status = json["outcome"]?.string.flatMap(Status.init(rawValue:)), let say = json["say"]?.string else {
            return nil
        }
        self.init(
            status,
            say: say,
            result: json["result"],
            written: json["written"]?.string.flatMap(Written.init(rawValue:)) ?? .no,
            confirmationID: json["confirmation_id"]?.string,
            notes: json["notes"]?.array?.compactMap(\.string) ?? []
        )
        isReplayed = json["replayed"]?.boolean ?? false
    }
}

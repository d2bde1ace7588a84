import JSON

/// Reads a Salesforce result and leaves out what an agent has no use for.
struct CompactReader {
    /// A result that is a list, apart from what is said about it.
    struct List {
        var key = "records"
        var items: [JSONValue]
        /// How many there are in the org, where the answer says.
        var total: Int?
        /// What stands before the list.
        var heading: JSONObject = [:]

        func value(of items: [JSONValue], isCut: Bool) -> JSONValue {
            var object = heading
            object[key] = .array(items)
            if let total { object["totalSize"] = .number(JSONNumber(total)) }
            if isCut { object["more"] = true }
            return .object(object)
        }
    }

    enum Shape {
        case value(JSONValue)
        case list(List)
    }

    let maximumRecords: Int
    /// Whether a list was longer than what was kept of it.
    private(set) var isCut = false

    init(maximumRecords: Int) { self.maximumRecords = maximumRecords }

    mutating func read(_ json: JSONValue) -> Shape {
        if let records = json["records"]?.array, let total = json["totalSize"]?.integer {
            if records.count < total || json["done"]?.boolean == false { isCut = !records.isEmpty }
            return .list(List(items: firstRecords(records, namesObjects: false), total: total))
        }
        if let records = json["searchRecords"]?.array {
            return .list(List(items: firstRecords(records, namesObjects: true), total: records.count))
        }
        if let records = json.array {
            return .list(List(items: firstRecords(records, namesObjects: true), total: records.count))
        }
        if let fields = json["fields"]?.array, let name = json["name"]?.string {
            return .list(description(ofObject: name, label: json["label"], fields: fields))
        }
        if let objects = json["sobjects"]?.array {
            return .list(List(key: "objects", items: objects.map { members(["name", "label"], of: $0) }))
        }
        return .value(compact(json, namesObjects: false))
    }

    private mutating func firstRecords(_ records: [JSONValue], namesObjects: Bool) -> [JSONValue] {
        if records.count > maximumRecords { isCut = true }
        return records.prefix(maximumRecords).map { compact($0, namesObjects: namesObjects) }
    }

    /// A value without `attributes` and nulls at any level; `namesObjects` puts a record's object in their place.
    private mutating func compact(_ value: JSONValue, namesObjects: Bool) -> JSONValue {
        switch value {
        case .array(let values): return .array(values.map { compact($0, namesObjects: false) })
        case .object(let object):
            if let id = object["id"]?.string, object["success"] == true { return created(id, object) }
            if let children = object["records"]?.array, object["totalSize"] != nil {
                if object["done"] == false { isCut = true }
                return .array(firstRecords(children, namesObjects: false))
            }
            var kept = JSONObject()
            for member in object where !member.value.isNull {
                if member.key == "attributes" {
                    if namesObjects, let type = member.value["type"] { kept["type"] = type }
                } else {
                    kept[member.key] = compact(member.value, namesObjects: false)
                }
            }
            return .object(kept)
        default: return value
        }
    }

    /// The result of a create, or of a write by external id, which says whether it made the record.
    private func created(_ id: String, _ object: JSONObject) -> JSONValue {
        var result: JSONObject = ["Id": .string(id)]
        if let created = object["created"], !created.isNull { result["created"] = created }
        return .object(result)
    }

    private func description(ofObject name: String, label: JSONValue?, fields: [JSONValue]) -> List {
        var heading: JSONObject = ["name": .string(name)]
        heading["label"] = label
        let items = fields.map { field in
            var item = members(["name", "label", "type"], of: field).object ?? [:]
            let choices = (field["picklistValues"]?.array ?? []).filter { $0["active"]?.boolean != false }
            if !choices.isEmpty { item["values"] = .array(choices.compactMap { $0["value"] }) }
            return JSONValue.object(item)
        }
        return List(key: "fields", items: items, heading: heading)
    }

    private func members(_ keys: [String], of value: JSONValue) -> JSONValue {
        var object = JSONObject()
        for key in keys { object[key] = value[key] }
        return .object(object)
    }
}

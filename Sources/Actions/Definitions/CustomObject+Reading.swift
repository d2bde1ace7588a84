import Yams

extension CustomObject {
    /// Reads `{name: Warranty__c, ids: a0X, contact: Contact__c, account: Account__c}`.
    init(reading node: Node) throws(DefinitionProblem) {
        let fields = try FieldReader(node, of: "a custom object")
        try fields.refuseOthers(than: ["name", "ids", "contact", "account"])
        guard let name = try fields.text("name"), Self.isCustomName(name) else {
            throw fields.problem("name", "A custom object needs its API name, such as `name: Warranty__c`.")
        }
        guard let prefix = try fields.text("ids"), prefix.utf8.count == 3, prefix.utf8.allSatisfy(Self.isOfID) else {
            throw fields.problem("ids", "Give the first three characters of its record ids, such as `ids: a0X`.")
        }
        self.init(
            name,
            idPrefix: prefix,
            contactField: try Self.lookup("contact", in: fields),
            accountField: try Self.lookup("account", in: fields)
        )
        guard contactField != nil || accountField != nil else {
            throw DefinitionProblem(
                at: node,
                "Say whose a \(name) is: name its lookup field, such as `contact: Contact__c` or `account: Account__c`."
            )
        }
    }

    private static func lookup(_ key: String, in fields: FieldReader) throws(DefinitionProblem) -> String? {
        guard let name = try fields.text(key) else { return nil }
        guard isCustomName(name) else {
            throw fields.problem(key, "`\(name)` is no lookup field of a custom object; their names end with `__c`.")
        }
        return name
    }

    private static func isCustomName(_ name: String) -> Bool {
        name.hasSuffix("__c") && name.utf8.count > 3 && name.utf8.first.map { !isDigit($0) } ?? false
            && name.utf8.allSatisfy { isOfID($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isOfID(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

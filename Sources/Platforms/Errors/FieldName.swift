/// The name of a CRM field as words to be spoken.
package enum FieldName {
    /// The words for a field's API name: `LastName` gives "last name", `AccountId` "account", `Service_Level__c`
    /// "service level".
    package static func spoken(_ name: String) -> String {
        if let words = irregular[name] { return words }
        var parts = name.split(separator: ".").map { spokenPart(String($0)) }
        if parts.last == "record", parts.count > 1 { parts.removeLast() }
        return SpokenText.cleaned(parts.joined(separator: " "), limit: 60)
    }

    /// Several fields as one list without articles: "last name, company and email". Long lists end in "other details".
    package static func list(_ names: [String]) -> String {
        var words: [String] = []
        for name in names.map(spoken) where !words.contains(name) { words.append(name) }
        if words.count > 4 { words = words.prefix(3) + ["other details"] }
        guard let last = words.popLast() else { return "" }
        return words.isEmpty ? last : words.joined(separator: ", ") + " and " + last
    }

    private static func spokenPart(_ name: String) -> String {
        if let words = irregular[name] { return words }
        var words = splitWords(withoutNamespaceAndSuffix(name))
        if words.count > 1, words.last == "id" { words.removeLast() }
        return words.joined(separator: " ")
    }

    private static func withoutNamespaceAndSuffix(_ name: String) -> String {
        var parts = name.split(separator: "_", omittingEmptySubsequences: false)
        // A custom field ends in "__c" or another short suffix, and starts with "namespace__" in an installed package.
        guard parts.count > 2, let suffix = parts.last, suffix.count <= 3, parts[parts.count - 2].isEmpty else {
            return name
        }
        parts.removeLast(2)
        if let separator = parts.firstIndex(of: ""), separator > 0, separator + 1 < parts.count {
            parts.removeFirst(separator + 1)
        }
        return parts.joined(separator: "_")
    }

    /// Splits at underscores, before a capital after a small letter or digit, and before the last capital of a run.
    private static func splitWords(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(name)
        func isCapital(_ index: Int) -> Bool { characters.indices.contains(index) && characters[index].isUppercase }
        for (index, character) in characters.enumerated() {
            let startsWord =
                character.isUppercase && index > 0
                && (!isCapital(index - 1) || (index + 1 < characters.count && characters[index + 1].isLowercase))
            if startsWord || character == "_" {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character != "_" { word.append(character) }
        }
        if !word.isEmpty { words.append(word) }
        return words.map { $0.count > 1 && $0.allSatisfy(\.isUppercase) ? $0 : $0.lowercased() }
    }

    /// Names whose words alone would puzzle a caller.
    private static let irregular = [
        "ActivityDate": "date",
        "ActivityDateTime": "time",
        "EndDateTime": "end time",
        "Id": "record",
        "MobilePhone": "mobile phone",
        "OwnerId": "owner",
        "Pricebook2Id": "price book",
        "PricebookEntryId": "price book entry",
        "Product2Id": "product",
        "StageName": "stage",
        "StartDateTime": "start time",
        "WhatId": "related record",
        "WhoId": "person",
    ]
}

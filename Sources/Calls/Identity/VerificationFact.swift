import Actions
import Foundation
import SOQL
package import Workspace

/// A fact that a caller can be asked for.
package struct VerificationFact: Hashable, Sendable {
    /// Where the CRM has it.
    enum Place: Hashable, Sendable {
        /// A field of the contact, or of the contact's account.
        case contact(FieldPath)
        /// A field of a case of the contact that is open.
        case openCase(Name)
    }

    /// How it is compared, and whether it can tell who somebody is.
    enum Kind: Hashable, Sendable {
        case email, phone, postalCode, number, date, text
    }

    /// What agents give it by: `email`, `postal_code`, `case_number`.
    package let name: String
    let place: Place
    let kind: Kind

    /// What it is called in a sentence.
    package var spokenName: String { name.asWords }

    /// - Parameter field: `Contact.Email`, `Account.BillingPostalCode`, `Case.CaseNumber`; nil for anything else.
    init?(_ field: String) {
        let parts = field.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "contact": place = .contact(FieldPath([Name(parts[1])]))
        case "account": place = .contact(FieldPath(["Account", Name(parts[1])]))
        case "case": place = .openCase(Name(parts[1]))
        default: return nil
        }
        let lowercased = parts[1].lowercased()
        kind =
            if lowercased.contains("email") {
                .email
            } else if lowercased.contains("phone") || lowercased.contains("mobile") {
                .phone
            } else if lowercased.contains("postalcode") || lowercased.contains("zip") {
                .postalCode
            } else if lowercased.contains("birth") || lowercased.contains("date") {
                .date
            } else if lowercased.contains("number") {
                .number
            } else {
                .text
            }
        let ownWords = ["Mailing", "Billing"].first { parts[1].hasPrefix($0) && parts[1].count > $0.count }
        let words = String(parts[1].dropFirst(ownWords?.count ?? 0)).asWords.split(separator: " ")
        name = words.joined(separator: "_")
    }

    /// Whether what was said is what the CRM has, as people say such things.
    func matches(_ said: String, _ known: String, now: Date, in zone: TimeZone) -> Bool {
        switch kind {
        case .email: return !known.isEmpty && Self.email(said) == Self.email(known)
        case .phone: return PhoneNumber(said).map { $0.isSame(as: known) } ?? false
        case .postalCode:
            let (said, known) = (Self.characters(said), Self.characters(known))
            guard !said.isEmpty, !known.isEmpty else { return false }
            // Nobody says the four digits after an American postal code.
            return said == known || Self.isShort(said, of: known) || Self.isShort(known, of: said)
        case .number:
            let (said, known) = (Self.number(said), Self.number(known))
            return !said.isEmpty && said == known
        case .date:
            let reader = DateReader(now: now, in: zone)
            guard let said = try? reader.day(said), let known = try? reader.day(known) else { return false }
            return said == known
        case .text:
            let (said, known) = (Self.letters(said), Self.letters(known))
            return !said.isEmpty && said == known
        }
    }

    /// What was said, in the form in which the CRM can be asked for it; nil when it tells nobody apart.
    func searchable(_ said: String) -> String? {
        switch kind {
        case .email:
            let email = Self.email(said)
            return email.contains("@") ? email : nil
        case .number where place == .openCase("CaseNumber"):
            let digits = Self.number(said)
            return digits.isEmpty || digits.count > 8 ? nil : String(repeating: "0", count: 8 - digits.count) + digits
        case .number, .phone, .postalCode, .date, .text: return nil
        }
    }

    // MARK: As people say things

    /// "Sarah dot Johnson at acme dot example"
    private static func email(_ text: String) -> String {
        var words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        let signs = ["at": "@", "dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "plus": "+"]
        if words.count > 1 { words = words.map { signs[$0] ?? $0 } }
        var joined = words.joined()
        while joined.last == "." { joined.removeLast() }
        return joined
    }

    /// "981 31", "6 2 7 0 1", "six two seven oh one"
    private static func characters(_ text: String) -> String {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map {
            digitWords[String($0)] ?? String($0)
        }
        return words.joined()
    }

    private static func isShort(_ text: String, of long: String) -> Bool {
        text.count == 5 && long.count == 9 && long.allSatisfy(\.isNumber) && long.hasPrefix(text)
    }

    private static func number(_ text: String) -> String {
        let characters = characters(text)
        let digits = characters.filter(\.isNumber)
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "" : String(rest)
    }

    private static func letters(_ text: String) -> String {
        text.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
            .filter { $0.isLetter || $0.isNumber }
    }

    private static let digitWords = [
        "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
        "seven": "7", "eight": "8", "nine": "9",
    ]
}

extension VerificationRule {
    /// The facts with the names agents give them by. What is no field of a contact, account or case is left out.
    package var namedFacts: [VerificationFact] {
        var facts: [VerificationFact] = []
        for fact in self.facts.compactMap(VerificationFact.init) where !facts.contains(where: { $0.name == fact.name })
        {
            facts.append(fact)
        }
        return facts
    }

    /// What to ask a caller for: "two of: email, postal code or case number"; nil when no facts can be checked.
    package var question: String? {
        let facts = namedFacts
        guard !facts.isEmpty else { return nil }
        let list = facts.map(\.spokenName).spokenList
        return facts.count <= requiredMatches ? list.replacing(" or ", with: " and ") : "\(spokenCount) of: \(list)"
    }

    private var spokenCount: String {
        let words = ["one", "two", "three", "four"]
        return words.indices.contains(requiredMatches - 1) ? words[requiredMatches - 1] : String(requiredMatches)
    }
}

import Foundation
package import JSON

extension Transcript {
    /// The transcript as it may be kept: without what proves who the caller is, and without numbers of payment cards.
    package var redacted: Transcript {
        var redacted = self
        var secrets: Set<String> = []
        for case .agent(_, let uses) in entries {
            for use in uses where use.isProof { secrets.formUnion(use.proofs.compactMap(\.value.spokenSecret)) }
        }
        var followsProof = false
        // Backwards: what the caller says just before a proof is used is that proof, however it was pronounced.
        for index in redacted.entries.indices.reversed() {
            switch redacted.entries[index] {
            case .caller(let text):
                var kept = Redaction.withoutCards(text)
                for secret in secrets { kept = Redaction.without(secret, in: kept) }
                if followsProof { kept = Redaction.withoutDigits(kept) }
                followsProof = false
                redacted.entries[index] = .caller(kept)
            case .agent(let text, let uses):
                if uses.contains(where: \.isProof) { followsProof = true }
                redacted.entries[index] = .agent(text: Redaction.withoutCards(text), uses: uses.map(\.redacted))
            case .outcome(let use, let outcome):
                redacted.entries[index] = .outcome(use.redacted, outcome)
            }
        }
        return redacted
    }

    /// The transcript as it is kept and shown.
    package var json: JSONValue {
        .array(
            entries.map { entry in
                switch entry {
                case .caller(let text): ["caller": .string(text)]
                case .agent(let text, let uses):
                    [
                        "agent": .string(text),
                        "uses": .array(
                            uses.map { ["tool": .string($0.name), "arguments": .object($0.arguments)] }
                        ),
                    ]
                case .outcome(let use, let outcome): ["tool": .string(use.name), "outcome": outcome]
                }
            }
        )
    }
}

extension ToolCall {
    fileprivate var isProof: Bool {
        // A lean agent has one tool for all that it does.
        let name = name == LeanTool.runAction.rawValue ? arguments["action"]?.string : name
        return name == BuiltInTool.verifyCaller.rawValue
    }

    /// What the caller is to be known by.
    fileprivate var proofs: JSONObject {
        guard name == LeanTool.runAction.rawValue else { return arguments }
        return LeanToolbox.object(arguments["arguments"] ?? .null) ?? [:]
    }

    fileprivate var redacted: ToolCall {
        var redacted = self
        for argument in arguments {
            redacted.arguments[argument.key] =
                isProof ? .string(Redaction.mark) : Redaction.withoutCards(in: argument.value)
        }
        return redacted
    }
}

extension JSONValue {
    /// A value that proves something; nil for a switch or a text too short to search for.
    fileprivate var spokenSecret: String? {
        let text = string ?? number?.text ?? ""
        return text.count >= 3 ? text : nil
    }
}

/// Takes out of text what must not be kept.
enum Redaction {
    static let mark = "[removed]"

    static func withoutCards(in value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(withoutCards(text))
        case .array(let elements): .array(elements.map(withoutCards(in:)))
        default: value
        }
    }

    /// Payment cards have 13 to 19 digits, the last of which checks the others (ISO/IEC 7812).
    static func withoutCards(_ text: String) -> String {
        replacingRuns(in: text, ofAtLeast: 13) { $0.count <= 19 && hasCheckDigit($0) }
    }

    /// Digits of any use, and digits spelt out.
    static func withoutDigits(_ text: String) -> String {
        let words = replacingRuns(in: text, ofAtLeast: 3) { _ in true }.split(
            separator: " ",
            omittingEmptySubsequences: false
        )
        var kept: [Substring] = []
        for word in words {
            guard spelt.contains(word.lowercased().filter(\.isLetter)) else {
                kept.append(word)
                continue
            }
            if kept.last != Substring(mark) { kept.append(Substring(mark)) }
        }
        return kept.joined(separator: " ")
    }

    static func without(_ secret: String, in text: String) -> String {
        text.replacingOccurrences(of: secret, with: mark, options: .caseInsensitive)
    }

    private static let spelt: Set<String> = [
        "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double",
    ]

    /// Runs of digits, with the spaces and dashes people write between them.
    private static func replacingRuns(
        in text: String,
        ofAtLeast count: Int,
        where isSecret: ([Int]) -> Bool
    ) -> String {
        var result = ""
        var run = ""
        var digits: [Int] = []
        func endRun() {
            let separators = String(run.reversed().prefix { !$0.isWholeNumber }.reversed())
            result += digits.count >= count && isSecret(digits) ? mark + separators : run
            run = ""
            digits = []
        }
        for character in text {
            if character.isASCII, let digit = character.wholeNumberValue {
                run.append(character)
                digits.append(digit)
            } else if !digits.isEmpty, character == " " || character == "-" {
                run.append(character)
            } else {
                endRun()
                result.append(character)
            }
        }
        endRun()
        return result
    }

    private static func hasCheckDigit(_ digits: [Int]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.offset.isMultiple(of: 2) ? digit.element : digit.element * 2
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum.isMultiple(of: 10)
    }
}

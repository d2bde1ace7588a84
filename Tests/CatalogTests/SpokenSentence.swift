import Testing

/// What makes a text unfit to be spoken to a caller.
struct SpokenSentence {
    let text: String
    /// The length it has to stay below, in characters.
    var limit = 250

    var faults: [String] {
        var faults: [String] = []
        if text.count >= limit { faults.append("is \(text.count) characters long") }
        if !(text.last.map { ".?!".contains($0) } ?? false) { faults.append("does not end like a sentence") }
        if text.contains("_") { faults.append("holds an underscore") }
        if text.contains(where: \.isNewline) { faults.append("has several lines") }
        let words = text.split { !$0.isLetter && !$0.isNumber }
        let ids = words.filter { ($0.count == 15 || $0.count == 18) && $0.contains(where: \.isNumber) }
        if !ids.isEmpty { faults.append("holds an id: \(ids)") }
        let jargon: Set<Substring> = ["SELECT", "WHERE", "SOQL", "SOSL", "HTTP", "JSON", "null", "nil"]
        let spoken = words.filter(jargon.contains)
        if !spoken.isEmpty { faults.append("holds jargon: \(spoken)") }
        return faults
    }
}

@Suite struct SpokenSentenceTests {
    @Test(arguments: [
        "Found 003000000000001AAA.", "Found 003000000000001.", "REQUIRED_FIELD_MISSING.", "Try SELECT Id.", "No stop",
        "Two\nlines.", String(repeating: "long ", count: 60) + ".", "",
    ])
    func `a text that is not fit to be spoken is found out`(text: String) {
        #expect(!SpokenSentence(text: text).faults.isEmpty)
    }

    @Test(arguments: ["I found one match.", "At what time on Tuesday?", "The case number is 00001026."])
    func `a sentence is fit to be spoken`(text: String) {
        #expect(SpokenSentence(text: text).faults.isEmpty)
    }
}

/// "Did you mean": finds the known word nearest to one that is not known.
package enum Spelling {
    /// The nearest word, when it is near enough to be worth suggesting.
    package static func nearest(to word: String, in known: [String]) -> String? {
        let target = Array(word.lowercased().unicodeScalars.prefix(64))
        let reach = max(1, target.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(target, Array(candidate.lowercased().unicodeScalars.prefix(64)))
            if distance <= reach, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Levenshtein's edit distance.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (i, leftScalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, rightScalar) in right.enumerated() {
                let substituted = diagonal + (leftScalar == rightScalar ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}

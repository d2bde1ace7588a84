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

    /// The edit distance in which two neighbours that changed places count once (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var rowBefore: [Int] = []
        var row = Array(0...right.count)
        for i in left.indices {
            var next = [i + 1]
            for j in right.indices {
                var distance = min(row[j] + (left[i] == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    distance = min(distance, rowBefore[j - 1] + 1)
                }
                next.append(distance)
            }
            rowBefore = row
            row = next
        }
        return row[right.count]
    }
}

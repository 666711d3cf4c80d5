/// Finds what a misspelt word was meant to be.
public enum Spelling {
    /// The number of scalars to insert, delete, replace, or swap with their neighbour that makes
    /// one word of the other (optimal string alignment).
    public static func distance(_ one: String, _ other: String) -> Int {
        let a = Array(one.unicodeScalars)
        let b = Array(other.unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }

    /// Whether `word` begins with `beginning`, whatever their case and normal form.
    ///
    /// Scalar by scalar: who types a letter has not typed yet the mark that is written above it.
    public static func begins(_ word: some StringProtocol, with beginning: some StringProtocol)
        -> Bool
    {
        Normalisation.composed(word.lowercased()).unicodeScalars
            .starts(with: Normalisation.composed(beginning.lowercased()).unicodeScalars)
    }

    /// The word nearest to `word`, if one is near: a third of its letters may be wrong, or it may
    /// be unfinished.
    public static func nearest(to word: String, in words: [String]) -> String? {
        let word = word.lowercased()
        guard !word.isEmpty, word.count < 40 else { return nil }
        if let whole = words.first(where: { begins($0, with: word) }) { return whole }
        let ranked = words.map { (word: $0, distance: distance(word, $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, (word.count + 1) / 3) ? best.word : nil
    }
}

/// Finds known words that an unknown one is like: other forms of it, or its parts.
///
/// A person's words are often not in a small corpus, but a form of them is: `sailing` where the texts
/// have `sail` and `sails`. Forms of one word share their beginning in most languages, compounds end
/// with what they are about, and some languages put something in front.
enum WordKinship {
    /// A known word and how like it is, from 0 to 1.
    struct Kin: Hashable {
        var word: String
        var likeness: Float
    }

    /// The words of `known` that `word` is most like, at most six; empty when none is like it.
    ///
    /// In this order: words that share most of their length as a beginning; two words that make it up;
    /// words that share less; words that it ends with, or that end with it.
    static func kin(of word: String, in known: [String], contains: (String) -> Bool) -> [Kin] {
        let own = Array(word.unicodeScalars.filter { !$0.isVowelPoint })
        let least = own.fewestTelling
        let beginnings = best(known) { other in
            let others = other.unicodeScalars.filter { !$0.isVowelPoint }
            let shared = zip(own, others).prefix { $0 == $1 }.count
            let length = others.count
            // A letter that is bound to the next one is no end of a word.
            guard !own.dropFirst(shared).beginsWithVirama,
                !others.dropFirst(shared).beginsWithVirama
            else { return 0 }
            // Endings are short; a longer rest makes another word.
            guard shared >= least, max(own.count, length) - shared <= 5 else { return 0 }
            return likeness(shared, own.count, length)
        }
        if let first = beginnings.first, first.likeness >= 0.75 { return beginnings }
        let parts = parts(of: own, least: least, contains)
        if !parts.isEmpty { return parts }
        if !beginnings.isEmpty { return beginnings }
        return best(known) { other in
            let length = other.unicodeScalars.count
            guard min(length, own.count) >= least,
                word.hasSuffix(other) || other.hasSuffix(word)
            else { return 0 }
            return likeness(min(length, own.count), own.count, length)
        }
    }

    /// Dice's coefficient of what two words share: 1 where they are the same.
    private static func likeness(_ shared: Int, _ one: Int, _ other: Int) -> Float {
        2 * Float(shared) / Float(one + other)
    }

    private static func best(_ known: [String], _ likeness: (String) -> Float) -> [Kin] {
        let alike = known.map { Kin(word: $0, likeness: likeness($0)) }
            .filter { $0.likeness >= 0.6 }
            .sorted { ($1.likeness, $0.word) < ($0.likeness, $1.word) }
        let limit = (alike.first?.likeness ?? 0) - 0.1
        return Array(alike.prefix { $0.likeness >= limit }.prefix(6))
    }

    /// The two known words that make up `word`, split nearest to the middle. One of them has four
    /// letters at least: most short strings are made of shorter words by chance.
    private static func parts(
        of word: [Unicode.Scalar], least: Int, _ contains: (String) -> Bool
    ) -> [Kin] {
        // No compound is longer than 64 letters, and the work grows with the square.
        guard word.count > 2 * least, word.count <= 64 else { return [] }
        func text(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(word[range]))
        }
        let places = (least...word.count - least).sorted {
            (abs(2 * $0 - word.count), $0) < (abs(2 * $1 - word.count), $1)
        }
        for place in places {
            let (first, second) = (text(0..<place), text(place..<word.count))
            if contains(first), contains(second) {
                return [Kin(word: first, likeness: 0.8), Kin(word: second, likeness: 0.8)]
            }
        }
        return []
    }
}

/// Texts for tests: random, but the same every time.
struct PseudoText {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number in 0 ..< `bound`: the high half of a linear congruential step (Knuth's MMIX).
    mutating func number(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// `count` characters, each drawn from `alphabet`.
    mutating func text(_ count: Int, of alphabet: String) -> String {
        let letters = Array(alphabet.unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<count { text.append(letters[number(below: letters.count)]) }
        return String(text)
    }

    /// `count` texts of 0 ..< `longest` characters.
    mutating func texts(_ count: Int, longest: Int, of alphabet: String) -> [String] {
        (0..<count).map { _ in text(number(below: longest), of: alphabet) }
    }

    /// Sentences of about `characters` characters in all, out of 2,000 made-up words, the first of
    /// them by far the most frequent, as in a language.
    mutating func sentences(characters: Int) -> [String] {
        let words = (0..<2000).map { _ in text(2 + number(below: 7), of: "etaoinshrdlu") }
        var texts: [String] = []
        var written = 0
        while written < characters {
            let sentence = (0..<12).map { _ in
                words[number(below: 1 + number(below: words.count))]
            }
            texts.append(sentence.joined(separator: " ") + ".")
            written += texts[texts.count - 1].count
        }
        return texts
    }
}

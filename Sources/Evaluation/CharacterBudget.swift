/// Cuts sets of texts to equal numbers of characters, without which most measures do not compare.
///
/// Characters are Unicode scalars. The first texts are kept, so where the order of texts means
/// something (sorted by topic, say), shuffle them before.
public enum CharacterBudget {
    /// The characters of all texts together.
    public static func count(of texts: some Sequence<String>) -> Int {
        texts.reduce(0) { $0 + $1.unicodeScalars.count }
    }

    /// The first `count` characters of `texts`: whole texts, and the beginning of the one in which
    /// the count is reached. All of `texts` where they have fewer.
    public static func cut(_ texts: some Sequence<String>, to count: Int) -> [String] {
        precondition(count >= 0, "\(count) characters")
        var kept: [String] = []
        var left = count
        for text in texts {
            guard left > 0 else { break }
            let beginning = text.unicodeScalars.prefix(left)
            kept.append(String(beginning))
            left -= beginning.count
        }
        return kept
    }

    /// The characters at which samples of all models, at all temperatures, are compared with `real`: nine
    /// tenths of its own. A model that ends its texts sooner than people do writes fewer than they did, and
    /// from fewer characters a model of samples is poorer and distinct n-grams are more. One that does not
    /// reach nine tenths is compared at what it has.
    public static func common(_ real: some Sequence<String>) -> Int { count(of: real) * 9 / 10 }

    /// Both sets, cut to the number of characters of the smaller one.
    public static func equalised(
        _ first: some Sequence<String>, _ second: some Sequence<String>
    ) -> (first: [String], second: [String]) {
        let (first, second) = (Array(first), Array(second))
        let common = min(count(of: first), count(of: second))
        return (cut(first, to: common), cut(second, to: common))
    }
}

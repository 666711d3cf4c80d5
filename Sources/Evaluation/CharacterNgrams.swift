import Foundation

/// Measures that compare texts by the n-grams of their characters.
///
/// An n-gram is n Unicode scalars in a row inside one text; none spans two texts. All figures here
/// move with the amount of text, so print them beside the same figure for real text, cut to the
/// same number of characters (``CharacterBudget``).
public enum CharacterNgrams {
    /// The share of n-grams that differ from each other: different ones / all, in (0, 1].
    ///
    /// Near 0 a generator repeats itself. Distinct-n of Li, Galley, Brockett, Gao and Dolan, "A
    /// diversity-promoting objective function for neural conversation models", NAACL 2016, with
    /// characters in place of words. More text repeats more, so compare only at equal numbers of
    /// characters. `nil` where no text has `order` characters.
    public static func distinct(order: Int = 4, of texts: some Sequence<String>) -> Double? {
        var tally = NgramTally(order: order)
        tally.count(texts, side: 0)
        guard tally.totals[0] > 0 else { return nil }
        return Double(tally.counts.count { $0[0] > 0 }) / Double(tally.totals[0])
    }

    /// The Jensen-Shannon divergence in bits between the n-gram distributions of two sets of texts.
    ///
    ///     JS(P, Q) = ½ Σ p log₂(p / m) + ½ Σ q log₂(q / m)      m = ½ (p + q)
    ///
    /// Symmetric; 0 where the distributions are equal, 1 where no n-gram is in both. Lin,
    /// "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory
    /// 37(1), 1991. The relative frequencies of finite texts differ even when one source wrote
    /// both, hence the floor. `nil` where a side has no text of `order` characters.
    public static func jensenShannonDivergence(
        order: Int = 4, between first: some Sequence<String>, and second: some Sequence<String>
    ) -> Double? {
        var tally = NgramTally(order: order)
        tally.count(first, side: 0)
        tally.count(second, side: 1)
        guard tally.totals[0] > 0, tally.totals[1] > 0 else { return nil }

        let (scaleP, scaleQ) = (1 / Double(tally.totals[0]), 1 / Double(tally.totals[1]))
        var divergence = 0.0
        for counts in tally.counts {
            let (p, q) = (Double(counts[0]) * scaleP, Double(counts[1]) * scaleQ)
            let m = (p + q) / 2
            if p > 0 { divergence += p * log2(p / m) / 2 }
            if q > 0 { divergence += q * log2(q / m) / 2 }
        }
        return min(1, max(0, divergence))
    }
}

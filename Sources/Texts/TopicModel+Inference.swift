/// Inferring a topic vector θ from words.
///
/// Each word i belongs to topic k in the proportion γ_ik, and θ is what the words say together. With
/// c_i the weight of the word, N_k = Σ_i c_i γ_ik, and α the prior, the fixed point of
///
///     γ_ik ∝ lift_ik · (α + N_k − c_i γ_ik)
///
/// is looked for (Asuncion, Welling, Smyth and Teh, "On smoothing and inference for topic models", UAI
/// 2009: zero-order collapsed variational Bayes). Only products and sums, so the same on every machine.
extension TopicModel {
    /// A word with the lifts that speak for it.
    struct Evidence {
        var lifts: [Float]
        /// c: how much the word counts.
        var weight: Float
    }

    /// θ of a phrase: K weights that sum to 1, small ones left out; nil where the words say nothing.
    ///
    /// A word counts by what it tells: a word as likely under every topic not at all.
    func weights(ofPhrase evidence: [Evidence]) -> [Float]? {
        let telling = evidence.map { word -> Evidence in
            let lifts = Array(word.lifts.prefix(names.count))
            return Evidence(lifts: lifts, weight: word.weight * TopicModel.information(lifts))
        }
        guard telling.reduce(0, { $0 + $1.weight }) > 0.02 else { return nil }
        let sums = proportions(telling, prior: 1)
        return TopicModel.sharpened(sums, leavingOut: 0.1)
    }

    /// θ of a document that consists of `words`; nil where they say nothing, as in a document without
    /// known words.
    ///
    /// Here the styles and the background, whose lift is 1 for every word, take the words that belong to
    /// no topic, as they did when the topics were discovered.
    func weights(ofDocument words: [String]) -> [Float]? {
        var counts: [Int: Float] = [:]
        for word in TopicModel.stretches(of: words).joined() {
            if let row = row(of: word) { counts[row, default: 0] += 1 }
        }
        let evidence = counts.sorted { $0.key < $1.key }.map {
            Evidence(lifts: lifts(row: $0.key) + [1], weight: $0.value)
        }
        let sums = proportions(
            evidence, prior: TopicDiscovery.documentPrior, background: TopicDiscovery.background)
        guard sums.reduce(0, +) > 0.5 else { return nil }
        return TopicModel.sharpened(sums, leavingOut: 0.05)
    }

    /// N: what the words give to each topic, when everything has settled; with a prior for the
    /// `background` the last lift of each word is the background's.
    private func proportions(_ evidence: [Evidence], prior: Float, background: Float? = nil)
        -> [Float]
    {
        let components = evidence.first?.lifts.count ?? 0
        var priors = [Float](repeating: prior, count: components)
        if let background, components > 0 { priors[components - 1] = background }
        var sums = [Float](repeating: 0, count: components)
        var shares = [Float](repeating: 0, count: evidence.count * components)
        for _ in 0..<40 {
            var change: Float = 0
            for (i, word) in evidence.enumerated() {
                var total: Float = 0
                let row = i * components
                var updated = [Float](repeating: 0, count: components)
                for k in 0..<components {
                    updated[k] =
                        word.lifts[k]
                        * (priors[k] + max(0, sums[k] - word.weight * shares[row + k]))
                    total += updated[k]
                }
                for k in 0..<components {
                    let share = updated[k] / total
                    sums[k] += word.weight * (share - shares[row + k])
                    change = max(change, abs(share - shares[row + k]))
                    shares[row + k] = share
                }
            }
            if change < 1e-3 { break }
        }
        return names.indices.map { $0 < components ? max(0, sums[$0]) : 0 }
    }

    /// How much a word tells, from 0 to 1: the share of what is unknown about a topic drawn evenly that
    /// the word takes away.
    static func information(_ lifts: [Float]) -> Float {
        let total = lifts.reduce(0, +)
        guard total > 0, lifts.count > 1 else { return 0 }
        // 1 − Σ p² on the scale from even (0) to certain (1): the Gini index, which needs no logarithm.
        let squares = lifts.reduce(0) { $0 + ($1 / total) * ($1 / total) }
        let even = 1 / Float(lifts.count)
        return max(0, (squares - even) / (1 - even))
    }

    private static func sharpened(_ sums: [Float], leavingOut least: Float) -> [Float] {
        let total = sums.reduce(0, +)
        let large = sums.map { $0 >= least * total ? $0 : 0 }
        let rest = large.reduce(0, +)
        guard rest > 0 else { return sums.map { $0 / total } }
        return large.map { $0 / rest }
    }
}

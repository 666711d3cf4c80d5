/// Topics that are one.
extension GibbsSampler {
    /// Makes one of every two topics that explain the texts better together than apart, the best two
    /// first; an empty topic is left behind, which the sampler may fill with something else.
    ///
    /// Drawing word by word, the sampler hardly ever comes to that by itself (Jain and Neal, "A split-merge
    /// Markov chain Monte Carlo procedure for the Dirichlet process mixture model", Journal of
    /// Computational and Graphical Statistics 13, 2004; here only where the likelihood rises).
    ///
    /// - Parameter least: so many topics with words are left at least.
    mutating func mergeAlike(leaving least: Int) {
        let factorials = Factorials(of: self)
        while topicCounts.count(where: { $0 > 0 }) > least {
            guard let (first, second) = bestMerge(factorials) else { return }
            merge(second, into: first)
        }
    }

    /// The two topics that gain most by being one; nil where none would gain.
    ///
    /// By how much ``logLikelihood()`` rises is a sum over the words that both have and the stretches
    /// that both are in, less what a greater topic costs.
    private func bestMerge(_ factorials: Factorials) -> (Int, Int)? {
        var gains = [Double](repeating: 0, count: topics * topics)
        func add(_ counts: (Int) -> Int, _ factorials: RisingFactorials) {
            let present = (0..<topics).filter { counts($0) > 0 }
            for (place, one) in present.enumerated() {
                for other in present[(place + 1)...] {
                    gains[one * topics + other] += factorials.gain(counts(one), counts(other))
                }
            }
        }
        for row in stride(from: 0, to: wordCounts.count, by: topics) {
            add({ Int(wordCounts[row + $0]) }, factorials.ofWord)
        }
        forEachStretch { local, _ in add({ local[$0] }, factorials.inStretch) }
        var best: (pair: (Int, Int), gain: Double)?
        for one in 0..<topics where topicCounts[one] > 0 {
            for other in one + 1..<topics where topicCounts[other] > 0 {
                let cost = factorials.ofTopic.gain(Int(topicCounts[one]), Int(topicCounts[other]))
                let gain = gains[one * topics + other] - cost
                if gain > best?.gain ?? 0 { best = ((one, other), gain) }
            }
        }
        return best?.pair
    }

    /// Two topics that are halves of one: they share stretches, if not words, far more than topics do in
    /// these texts. Nil where there are none, or only `least` topics with words.
    func halves(leaving least: Int) -> (Int, Int)? {
        let present = (0..<topics).filter { topicCounts[$0] > 0 }
        guard present.count > max(2, least) else { return nil }
        let overlaps = overlaps()
        let pairs = present.flatMap { one in
            present.filter { $0 > one }.map { (one, $0, overlaps[one * topics + $0]) }
        }
        let sorted = pairs.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
        let (one, other, overlap) = sorted[0]
        return overlap > 3 * sorted[sorted.count / 2].2 ? (one, other) : nil
    }
}

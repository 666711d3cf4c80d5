import Dispatch
import Foundation

/// Several samplers of the same texts, of which the best is gone on with.
///
/// A sampler may settle where one topic is spread over two and two share one, and does not leave such a
/// place in any time that someone would wait for. So several begin, each differently, and after each round the
/// half that explains the texts worse is given up (``GibbsSampler/logLikelihood()``; successive halving:
/// Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
/// AISTATS 2016).
struct TopicChains {
    /// How many samplers begin at most.
    private static let most = 8
    /// The sweeps of one round.
    private static let round = 50
    /// Fewer samplers begin where words times topics are more than this for all of them.
    private static let room = 20_000_000

    private var chains: [GibbsSampler]
    /// How many topics are asked for, without styles.
    private let least: Int

    /// Samplers of `tokens`, as many as their number and that of the topics allow.
    init(tokens: [Int32], ends: [Int], words: Int, topics: Int, least: Int, seed: UInt64) {
        self.least = least
        let count = max(1, min(TopicChains.most, TopicChains.room / max(1, tokens.count * topics)))
        chains = (0..<count).map { number in
            GibbsSampler(
                tokens: tokens, ends: ends, words: words, topics: topics,
                random: SplitMix64(seed: seed, index: topics << 8 | number))
        }
    }

    /// The sampler that explains the texts best, when it has settled.
    mutating func best() -> GibbsSampler {
        for remaining in [4, 2, 1] {
            sweep()
            guard chains.count > remaining else { continue }
            let likelihoods = chains.map { $0.logLikelihood() }
            let order = chains.indices.sorted { (likelihoods[$1], $0) < (likelihoods[$0], $1) }
            chains = order.prefix(remaining).map { chains[$0] }
        }
        return chains[0]
    }

    /// A round of every sampler. Each has its own chance, so it matters nothing which core it runs on.
    private mutating func sweep() {
        chains.withUnsafeMutableBufferPointer { chains in
            nonisolated(unsafe) let chains = chains
            let least = least
            DispatchQueue.concurrentPerform(iterations: chains.count) { number in
                for _ in 0..<TopicChains.round { chains[number].sweep() }
                chains[number].mergeAlike(leaving: least)
            }
        }
    }
}

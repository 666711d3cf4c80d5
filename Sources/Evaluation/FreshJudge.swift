import Foundation
import Tensors

/// A discriminator that is trained after the fact: on samples against the real continuations of the same
/// contexts, of a model that it never trained. Its accuracy on pairs that it has not seen tells how far
/// the samples are from real text, 0.5 being as far as nothing.
///
/// The judge is an ``NgramRegression``: fitted from scratch, with the same budget for every model, to at
/// most ``mostPairs`` pairs. It knows nothing of the model, its weights or its likelihoods.
///
/// Cross-validation lets every pair be judged once, by a judge that was fitted to the pairs of other
/// documents. Both texts of a pair have the same context and topic, so what they are about does not
/// tell them apart.
package struct FreshJudge {
    /// Two texts, and what they may not share with the pairs that a judge learns from: their document.
    package struct Pair: Sendable {
        package let real: String
        package let sampled: String
        package let group: Int

        package init(real: String, sampled: String, group: Int) {
            self.real = real
            self.sampled = sampled
            self.group = group
        }
    }

    /// The most pairs that are looked at: more would make a stronger judge, and figures that do not
    /// compare.
    package static let mostPairs = 2000
    /// The fewest, below which accuracy is chance.
    private static let fewestPairs = 10

    /// The share of pairs in which the real text is found more real; a tie counts half. nil where there
    /// are too few pairs to say.
    package static func accuracy(
        on pairs: [Pair], pool: WorkerPool, _ random: RandomSource
    ) -> Double? {
        let pairs = Array(pairs.prefix(mostPairs))
        guard pairs.count >= fewestPairs else { return nil }
        let folds = Folds(of: pairs.map(\.group), random.child("folds"))
        let features = pool.map(pairs.count) { index in
            (
                real: NgramRegression.features(of: pairs[index].real),
                sampled: NgramRegression.features(of: pairs[index].sampled)
            )
        }
        let right = pool.map(Folds.count) { fold -> Double in
            let judge = NgramRegression(
                classes: 2,
                fittedTo: folds.without(fold).flatMap { index in
                    [
                        NgramRegression.Example(features: features[index].real, label: 1),
                        NgramRegression.Example(features: features[index].sampled, label: 0),
                    ]
                }, random.child("judge", fold))
            func realism(_ features: NgramRegression.Features) -> Double {
                let logits = judge.logits(of: features)
                return logits[1] - logits[0]
            }
            return folds.members(of: fold).reduce(0) { sum, index in
                let (real, sampled) = (
                    realism(features[index].real), realism(features[index].sampled)
                )
                return sum + (real > sampled ? 1 : real == sampled ? 0.5 : 0)
            }
        }
        return right.reduce(0, +) / Double(pairs.count)
    }
}

/// Examples dealt into parts, each of which is judged by what was fitted to the others.
package struct Folds: Sendable {
    /// How many parts.
    package static let count = 5
    private let folds: [Int]

    /// Deals groups out by chance, the examples of one group into one part; where there are too few
    /// groups for that, every example is its own.
    package init(of groups: [Int], _ random: RandomSource) {
        let isGrouped = Set(groups).count >= 4 * Folds.count
        let own = isGrouped ? groups : Array(groups.indices)
        let order = Set(own).sorted { (random.bits($0), $0) < (random.bits($1), $1) }
        let dealt = Dictionary(
            uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset % Folds.count) })
        folds = own.map { dealt[$0] ?? 0 }
    }

    /// The examples of part `fold`.
    package func members(of fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

    /// The examples of all other parts.
    package func without(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] != fold } }
}

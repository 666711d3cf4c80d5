import Foundation
import Models
import Networks
import Tensors
import Texts

extension HeldOut {
    /// What samples show of the generator.
    struct SampleMeasures {
        /// The ratio of their distinct 4-grams to real text's, at the same number of symbols; nil where
        /// real text has none.
        let diversity: Double?
        /// −log₂ p of what was drawn, per character: an estimate of the entropy.
        let entropy: Double
        /// The share of their characters that is copied from the training text.
        let novelty: Double
        /// That of the real continuations in their place.
        let noveltyReal: Double
        /// One of them, with the passage that it continues.
        let shown: (passage: Passage, symbols: [Symbol])
    }

    /// Continuations of 64 held-out passages, drawn at temperature 1; nil where there are no passages.
    func samples(_ generator: Generator, _ source: RandomSource) -> SampleMeasures? {
        let spread = max(1, passages.count / 64)
        let own = passages.indices.filter { $0 % spread == 0 }.prefix(64).map { passages[$0] }
        guard !own.isEmpty else { return nil }
        let batch = batch(own)
        let drawn = generator.freeRun(batch, steps: batch.steps, source)
        let continuations = own.indices.map { b -> [Symbol] in
            let symbols = (0..<batch.steps).map { Symbol(drawn[$0 * own.count + b]) }
            return Array(symbols.prefix { $0 != Alphabet.end })
        }
        let real = own.map { Array($0.continuation.prefix { $0 != Alphabet.end }) }
        let count = min(
            continuations.reduce(0) { $0 + $1.count }, real.reduce(0) { $0 + $1.count })
        let most = HeldOut.distinct(real, count: count)
        let ratio =
            most > 0 ? Double(HeldOut.distinct(continuations, count: count)) / Double(most) : nil
        func novelty(_ texts: [[Symbol]]) -> Double {
            training.novelty(of: texts.map { alphabet.decode($0) }) ?? 0
        }
        let shown = source.below(own.count, 0)
        return SampleMeasures(
            diversity: ratio,
            entropy: entropy(
                of: batch.withContinuations(drawn),
                characters: continuations.reduce(0) { $0 + Alphabet.characterCount(of: $1) },
                generator, source),
            novelty: novelty(continuations), noveltyReal: novelty(real),
            shown: (own[shown], continuations[shown]))
    }

    /// Bits per character of samples under the generator that drew them, with the noise that it had
    /// then.
    private func entropy(
        of sampled: Batch, characters: Int, _ generator: Generator, _ source: RandomSource
    ) -> Double {
        let tape = Tape(precision: generator.parameters.precision)
        tape.isRecording = false
        let weights = generator.parameters.bound(to: tape, gradients: nil)
        let nats = tape.crossEntropy(
            generator.logits(sampled, source, weights), targets: tape.indices(sampled.targets),
            weights: sampled.weights, scale: 1
        ).sum
        return nats / Double(max(1, characters)) / M_LN2
    }

    /// Distinct 4-grams in the first `count` symbols of all texts.
    private static func distinct(_ texts: [[Symbol]], count: Int) -> Int {
        var seen = Set<[Symbol]>()
        var left = count
        for text in texts where left > 0 {
            let part = text.prefix(left)
            left -= part.count
            guard part.count >= 4 else { continue }
            for start in 0...part.count - 4 { seen.insert(Array(part[start..<start + 4])) }
        }
        return seen.count
    }
}

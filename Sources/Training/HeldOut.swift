import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

/// Measures the generator on held-out passages while a run goes on.
struct HeldOut {
    let passages: [Passage]
    private let topicCount: Int
    private let pool: WorkerPool
    private let tapes: [Tape]
    private let size = 32

    /// At most `limit` passages, evenly spread over the held-out documents.
    init(
        _ corpus: Corpus, shape: PassageShape, limit: Int, precision: Precision, pool: WorkerPool
    ) {
        let tiles = Array(
            PassageSource(corpus, corpus.heldOut, shape: shape, seed: 0).tiles().prefix(200_000))
        let stride = max(1, tiles.count / max(1, limit))
        passages = tiles.indices.filter { $0 % stride == 0 }.prefix(limit).map { tiles[$0] }
        topicCount = corpus.topicNames.count
        self.pool = pool
        let pieces = (passages.count + 31) / 32
        tapes = (0..<pieces).map { _ in
            let tape = Tape(precision: precision)
            tape.isRecording = false
            return tape
        }
    }

    /// Bits per character with the true context and topic, with others', and under other topics.
    func measure(_ generator: Generator) -> HeldOutMeasures {
        let random = RandomSource(seed: 11)
        var sums = [(bits: Double, otherContext: Double, otherTopic: Double, characters: Int)](
            repeating: (0, 0, 0, 0), count: tapes.count)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let slots = sums
            pool.run(tapes.count) { piece in
                let own = Array(passages[piece * size..<min(passages.count, (piece + 1) * size)])
                let source = random.child("piece", piece)
                let batch = Batch(
                    own, topics: TrainingData.topicVectors(own.map(\.topic), count: topicCount))
                let others = batch.withContexts(
                    of: TrainingData.wrongContexts(own, source.child("contexts")))
                let wrong = TrainingData.wrongTopics(
                    own, count: topicCount, source.child("topics"))
                let underOthers = batch.withTopics(
                    TrainingData.topicVectors(wrong, count: topicCount))
                func bits(_ batch: Batch) -> Double {
                    let tape = tapes[piece]
                    tape.reset()
                    let weights = generator.parameters.bound(to: tape, gradients: nil)
                    let logits = generator.logits(batch, source, weights)
                    return tape.crossEntropy(
                        logits, targets: tape.indices(batch.targets), weights: batch.weights,
                        scale: 1
                    ).sum / M_LN2
                }
                slots[piece] = (
                    bits(batch), bits(others), topicCount > 1 ? bits(underOthers) : 0,
                    batch.symbolCount
                )
            }
        }
        let characters = sums.reduce(0) { $0 + $1.characters }
        func mean(_ part: (Int) -> Double) -> Double {
            sums.indices.reduce(0) { $0 + part($1) } / Double(max(1, characters))
        }
        return HeldOutMeasures(
            characters: characters, bitsPerCharacter: mean { sums[$0].bits },
            bitsPerCharacterOtherContext: mean { sums[$0].otherContext },
            bitsPerCharacterOtherTopic: topicCount > 1 ? mean { sums[$0].otherTopic } : nil)
    }

    /// Continuations of the first held-out passages, and how diverse they are beside the real ones:
    /// the ratio of distinct 4-grams at the same number of symbols.
    func samples(_ generator: Generator, _ source: RandomSource) -> (
        diversity: Double, passage: Passage, symbols: [Symbol]
    )? {
        let spread = max(1, passages.count / 64)
        let own = passages.indices.filter { $0 % spread == 0 }.prefix(64).map { passages[$0] }
        guard !own.isEmpty else { return nil }
        let batch = Batch(
            own, topics: TrainingData.topicVectors(own.map(\.topic), count: topicCount))
        let drawn = generator.freeRun(batch, steps: batch.steps, source)
        let continuations = own.indices.map { b -> [Symbol] in
            let symbols = (0..<batch.steps).map { Symbol(drawn[$0 * own.count + b]) }
            return Array(symbols.prefix { $0 != Alphabet.end })
        }
        let real = own.map { Array($0.continuation.prefix { $0 != Alphabet.end }) }
        let count = min(
            continuations.reduce(0) { $0 + $1.count }, real.reduce(0) { $0 + $1.count })
        let ratio =
            Double(HeldOut.distinct(continuations, count: count))
            / Double(max(1, HeldOut.distinct(real, count: count)))
        let shown = source.below(own.count, 0)
        return (ratio, own[shown], continuations[shown])
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

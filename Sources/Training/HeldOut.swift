import Checkpoints
import Models
import Networks
import Tensors
import Texts

/// Measures the generator on held-out passages while a run goes on.
struct HeldOut {
    let passages: [Passage]
    private let topicCount: Int
    private let pool: WorkerPool

    /// At most `limit` passages, evenly spread over the held-out documents and then mixed, so that
    /// neighbours are of different documents.
    init(_ corpus: Corpus, shape: PassageShape, limit: Int, pool: WorkerPool) {
        let tiles = Array(
            PassageSource(corpus, corpus.heldOut, shape: shape, seed: 0).tiles().prefix(200_000))
        let stride = max(1, tiles.count / max(1, limit))
        let mixed = RandomSource(seed: 12).child("order")
        passages = tiles.indices.filter { $0 % stride == 0 }.prefix(limit)
            .sorted { mixed.bits($0) < mixed.bits($1) }.map { tiles[$0] }
        topicCount = corpus.topicNames.count
        self.pool = pool
    }

    /// Bits per character with the true context and topic, with others', and under other topics.
    func measure(_ generator: Generator) -> HeldOutMeasures {
        let measure = LikelihoodMeasure(
            of: passages, topics: passages.map(\.topic), by: generator, pool: pool,
            RandomSource(seed: 11))
        let count = Double(max(1, measure.symbols))
        return HeldOutMeasures(
            characters: measure.symbols, bitsPerCharacter: measure.bits / count,
            bitsPerCharacterOtherContext: measure.bitsOtherContext / count,
            bitsPerCharacterOtherTopic: topicCount > 1 ? measure.bitsOtherTopic / count : nil)
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
            own,
            topics: Mismatch.topicVectors(
                own.map(\.topic), weights: own.map(\.topicWeights), count: topicCount))
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

import Checkpoints
import Models
import Networks
import Tensors
import Texts

/// Measures both sides on held-out passages while a run goes on.
struct HeldOut {
    let passages: [Passage]
    let topicCount: Int
    /// Steps of a continuation, as in training.
    let steps: Int
    let pool: WorkerPool
    /// What tells copied samples, and the share of the held-out text itself that it finds copied.
    let training: VerbatimIndex
    let alphabet: Alphabet

    /// How much of the training text copies are looked for in: of a larger one an even sample.
    private static let mostTrainingCharacters = 4_000_000

    /// At most `limit` passages, evenly spread over the held-out documents and then mixed, so that
    /// neighbours are of different documents.
    init(_ corpus: Corpus, shape: PassageShape, limit: Int, pool: WorkerPool) {
        let tiles = Array(
            PassageSource(corpus, corpus.heldOut, shape: shape, seed: 0).tiles().prefix(200_000))
        let count = min(limit, tiles.count)
        let mixed = RandomSource(seed: 12).child("order")
        passages = (0..<count).map { $0 * tiles.count / count }
            .sorted { mixed.bits($0) < mixed.bits($1) }.map { tiles[$0] }
        topicCount = corpus.topicNames.count
        steps = shape.continuationCharacters
        self.pool = pool
        alphabet = corpus.alphabet
        let known = corpus.training.sample(characters: HeldOut.mostTrainingCharacters)
        training = VerbatimIndex(
            of: known.lazy.map { corpus.alphabet.decode(corpus.document($0).symbols) })
    }

    /// Bits per character with the true context and topic, with others', and under other topics.
    func measure(_ generator: Generator) -> HeldOutMeasures {
        let measure = LikelihoodMeasure(
            of: passages, topics: passages.map(\.topic), by: generator, pool: pool,
            RandomSource(seed: 11))
        let count = Double(max(1, measure.characters))
        return HeldOutMeasures(
            characters: measure.characters, bitsPerCharacter: measure.bits / count,
            bitsPerCharacterOtherContext: measure.bitsOtherContext / count,
            bitsPerCharacterOtherTopic: measure.bitsPerCharacterOtherTopic)
    }

    /// Those of `passages` under their topics.
    func batch(_ passages: [Passage]) -> Batch {
        Batch(
            passages,
            topics: Mismatch.topicVectors(
                passages.map(\.topic), weights: passages.map(\.topicWeights), count: topicCount),
            steps: steps)
    }
}

import Models
import Tensors
import Texts

/// Turns the corpus into batches.
struct TrainingData: Sendable {
    let corpus: Corpus
    let shape: PassageShape
    let topicDropout: Double
    private let source: PassageSource

    init(_ corpus: Corpus, shape: PassageShape, seed: UInt64, topicDropout: Double) {
        self.corpus = corpus
        self.shape = shape
        self.topicDropout = topicDropout
        source = PassageSource(corpus, corpus.training, shape: shape, seed: seed)
    }

    /// The training passages number `range`, and the batch they make. `random` decides which of them
    /// are shown without their topic.
    func batch(_ range: Range<Int>, _ random: RandomSource) throws -> (
        passages: [Passage], batch: Batch
    ) {
        let passages = try range.map { try source.passage(at: $0) }
        let shown = passages.enumerated().map { index, passage in
            random.uniform(index) < topicDropout ? nil : passage.topic
        }
        return (
            passages,
            Batch(
                passages, topics: Mismatch.topicVectors(shown, count: corpus.topicNames.count),
                steps: shape.continuationCharacters)
        )
    }
}

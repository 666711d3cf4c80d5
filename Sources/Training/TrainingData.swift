import Models
import Tensors
import Texts

/// Turns the corpus into batches.
struct TrainingData: Sendable {
    let corpus: Corpus
    let shape: PassageShape
    private let topicDropout: Double
    private let contextDropout: Double
    private let source: PassageSource
    /// The same passages with at most 0, 1, 2 … units of context.
    private let shortSources: [PassageSource]

    init(_ corpus: Corpus, shape: PassageShape, settings: TrainingSettings) {
        self.corpus = corpus
        self.shape = shape
        topicDropout = settings.topicDropout
        contextDropout = settings.contextDropout
        func passages(contextUnits: Int) -> PassageSource {
            var shape = shape
            shape.contextUnits = min(contextUnits, shape.contextUnits)
            return PassageSource(corpus, corpus.training, shape: shape, seed: settings.seed)
        }
        source = passages(contextUnits: shape.contextUnits)
        shortSources = (0...settings.shortContextUnits).map(passages(contextUnits:))
    }

    /// The training passages number `range`, and the batch they make. `random` decides which of them
    /// are shown without their topic, and which with a short context.
    func batch(_ range: Range<Int>, _ random: RandomSource) throws -> (
        passages: [Passage], batch: Batch
    ) {
        let contexts = random.child("contexts")
        let lengths = random.child("context lengths")
        let passages = try range.enumerated().map { index, number in
            let isShort = contexts.uniform(index) < contextDropout
            let source = isShort ? shortSources[lengths.below(shortSources.count, index)] : source
            return try source.passage(at: number)
        }
        let topics = random.child("topics")
        let shown = passages.enumerated().map { index, passage in
            topics.uniform(index) < topicDropout ? nil : passage.topic
        }
        return (
            passages,
            Batch(
                passages,
                topics: Mismatch.topicVectors(
                    shown, weights: passages.map(\.topicWeights), count: corpus.topicNames.count),
                steps: shape.continuationCharacters)
        )
    }
}

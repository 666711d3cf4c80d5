import Models
import Tensors
import Texts

/// Where the updates' batches come from.
package protocol BatchSource: Sendable {
    /// The passages number `range`, cut into shards of `size`; `random` decides how they are shown.
    func shards(of size: Int, _ range: Range<Int>, _ random: RandomSource) throws -> [BatchShard]
}

/// What one shard of a batch learns from.
package struct BatchShard {
    package let passages: [Passage]
    package let batch: Batch
}

/// Turns the corpus into batches.
package struct TrainingData: BatchSource {
    let corpus: Corpus
    let shape: PassageShape
    private let topicDropout: Double
    private let contextDropout: Double
    private let source: PassageSource
    /// The same passages with at most 0, 1, 2 … units of context.
    private let shortSources: [PassageSource]

    package init(_ corpus: Corpus, shape: PassageShape, settings: TrainingSettings) {
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

    /// The training passages number `range`, cut into shards of `size` passages each. `random` decides
    /// which of them are shown without their topic, and which with a short context.
    ///
    /// Passages with contexts of like length share a shard, the longest first: a shard reads as many
    /// steps as its longest context has, and the longest work is begun first.
    package func shards(of size: Int, _ range: Range<Int>, _ random: RandomSource) throws
        -> [BatchShard]
    {
        let contexts = random.child("contexts")
        let lengths = random.child("context lengths")
        let topics = random.child("topics")
        let shown = try range.enumerated().map { index, number in
            let isShort = contexts.uniform(index) < contextDropout
            let source = isShort ? shortSources[lengths.below(shortSources.count, index)] : source
            let passage = try source.passage(at: number)
            return (
                passage: passage,
                topic: topics.uniform(index) < topicDropout ? nil : passage.topic
            )
        }
        // Sorting is stable, so the order depends on nothing but the passages.
        let sorted = shown.sorted { $0.passage.context.count > $1.passage.context.count }
        return stride(from: 0, to: sorted.count, by: size).map { first in
            let part = sorted[first..<first + size]
            let passages = part.map(\.passage)
            let vectors = Mismatch.topicVectors(
                part.map(\.topic), weights: passages.map(\.topicWeights),
                count: corpus.topicNames.count)
            return BatchShard(
                passages: passages,
                batch: Batch(passages, topics: vectors, steps: shape.continuationCharacters))
        }
    }
}

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
                passages, topics: TrainingData.topicVectors(shown, count: corpus.topicNames.count),
                steps: shape.continuationCharacters)
        )
    }

    /// Topic vectors [topics, count]: one-hot where there is a topic, uniform where there is none.
    static func topicVectors(_ topics: [Int?], count: Int) -> [Float] {
        topics.flatMap { topic in
            (0..<count).map { index in
                topic.map { $0 == index ? 1 : 0 } ?? 1 / Float(count)
            }
        }
    }

    /// For each passage another topic than its own, any of the others.
    static func wrongTopics(_ passages: [Passage], count: Int, _ random: RandomSource) -> [Int?] {
        guard count > 1 else { return passages.map { _ in nil } }
        return passages.enumerated().map { index, passage in
            let other = random.below(count - 1, index)
            return other < passage.topic ?? count ? other : other + 1
        }
    }

    /// For each passage another one whose context it might get: of another document where the batch has
    /// one, at any rate another passage.
    static func wrongContexts(_ passages: [Passage], _ random: RandomSource) -> [Int] {
        let count = passages.count
        return passages.indices.map { index in
            let first = 1 + random.below(max(1, count - 1), index)
            let candidates = (0..<count - 1).lazy.map { (index + 1 + (first - 1 + $0) % (count - 1)) % count }
            return candidates.first { passages[$0].document != passages[index].document }
                ?? candidates.first ?? index
        }
    }
}

import Foundation
import Tensors
import Texts

/// How likely a generator finds passages: with their own context and topic, after another passage's
/// context, and under another topic. All in bits, summed over symbols; the end marks' are among them,
/// for where a text ends has to be known too.
public struct LikelihoodMeasure: Sendable {
    /// Number of symbols, end marks and the bytes of spelled characters included.
    public var symbols = 0
    /// Number of characters: what bits are counted per, whatever the alphabet.
    public var characters = 0
    /// Bits with the true context and topic.
    public var bits = 0.0
    /// Bits after another document's context.
    public var bitsOtherContext = 0.0
    /// Bits under another topic, of passages without one as ``bits``; 0 where there are no topics.
    public var bitsOtherTopic = 0.0
    /// Characters of the passages that have a topic.
    public var charactersWithTopic = 0
    /// How many passages were read after another document's context; the others kept their own.
    public var exchangedContexts = 0

    /// Nothing measured yet.
    public init() {}

    /// The measure of `passages`, 32 at a time on all workers of `pool`. The same random source gives
    /// the same mismatches, so that one generator can be compared with another.
    ///
    /// - Parameters:
    ///   - topics: for each passage its topic among the generator's.
    public init(
        of passages: [Passage], topics: [Int?], by generator: Generator, pool: WorkerPool,
        _ random: RandomSource
    ) {
        let size = 32
        let pieces = (passages.count + size - 1) / size
        let topicCount = generator.configuration.topics
        let parts = pool.map(pieces) { piece in
            let range = piece * size..<min(passages.count, (piece + 1) * size)
            return LikelihoodMeasure(
                piece: Array(passages[range]), Array(topics[range]), generator, topicCount,
                random.child("piece", piece))
        }
        self = parts.reduce(LikelihoodMeasure(), +)
    }

    private init(
        piece passages: [Passage], _ topics: [Int?], _ generator: Generator, _ topicCount: Int,
        _ source: RandomSource
    ) {
        let tape = Tape(precision: generator.parameters.precision)
        tape.isRecording = false
        func total(_ batch: Batch) -> Double {
            tape.reset()
            let weights = generator.parameters.bound(to: tape, gradients: nil)
            let logits = generator.logits(batch, source, weights)
            return tape.crossEntropy(
                logits, targets: tape.indices(batch.targets), weights: batch.weights, scale: 1
            ).sum / M_LN2
        }
        let mixtures = passages.map(\.topicWeights)
        let batch = Batch(
            passages,
            topics: Mismatch.topicVectors(topics, weights: mixtures, count: topicCount))
        symbols = batch.symbolCount
        characters = passages.reduce(0) { $0 + Alphabet.characterCount(of: $1.continuation) }
        bits = total(batch)
        let contexts = Mismatch.wrongContexts(passages, source.child("contexts"))
        exchangedContexts = contexts.indices.count { contexts[$0] != $0 }
        bitsOtherContext = total(batch.withContexts(of: contexts))
        guard topicCount > 1 else { return }
        charactersWithTopic = zip(passages, topics).reduce(0) { sum, pair in
            sum + (pair.1 == nil ? 0 : Alphabet.characterCount(of: pair.0.continuation))
        }
        // What has no topic has no wrong one either.
        let wrong = zip(
            topics, Mismatch.wrongTopics(topics, count: topicCount, source.child("topics"))
        ).map { $0 == nil ? nil : $1 }
        bitsOtherTopic = total(
            batch.withTopics(
                Mismatch.exchangedTopicVectors(
                    topics, with: wrong, weights: mixtures, count: topicCount)))
    }

    /// What the true topic saves of the passages that have one, in bits per character; nil where none has.
    public var topicGain: Double? {
        charactersWithTopic == 0
            ? nil : (bitsOtherTopic - bits) / Double(charactersWithTopic)
    }

    /// Bits per character under another topic: as many more as the true one saves; nil where none has one.
    public var bitsPerCharacterOtherTopic: Double? {
        topicGain.map { bits / Double(max(1, characters)) + $0 }
    }

    /// Both measures together.
    public static func + (a: LikelihoodMeasure, b: LikelihoodMeasure) -> LikelihoodMeasure {
        var sum = a
        sum.symbols += b.symbols
        sum.characters += b.characters
        sum.bits += b.bits
        sum.bitsOtherContext += b.bitsOtherContext
        sum.bitsOtherTopic += b.bitsOtherTopic
        sum.charactersWithTopic += b.charactersWithTopic
        sum.exchangedContexts += b.exchangedContexts
        return sum
    }
}

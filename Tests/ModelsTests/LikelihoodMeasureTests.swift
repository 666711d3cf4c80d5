import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

/// Bits with the own context and topic, and with others', against every passage read alone.
@Suite("The likelihood of passages")
struct LikelihoodMeasureTests {
    @Test func bitsAreThoseOfEachPassageAlone() throws {
        let passages = try MismatchedCorpus.passages(24)
        var configuration = ModelConfiguration(symbols: 258 + 40, topics: 3)
        configuration.embedding = 8
        configuration.contextHidden = 8
        configuration.hidden = 8
        configuration.topicWidth = 4
        configuration.noise = 0
        configuration.conditioning = 8
        configuration.attention = 8
        configuration.discriminatorHidden = 8
        let generator = Generator(configuration, precision: .f32, RandomSource(seed: 2))
        // Untrained, but what it is told matters.
        for parameter in generator.parameters.list {
            let factor: Float = parameter.name == "conditioning.topics" ? 6 : 3
            for element in generator.parameters.value(of: parameter).elements.indices {
                generator.parameters.value(of: parameter).elements[element] *= factor
            }
        }
        generator.parameters.pack()
        let pool = WorkerPool(count: 2)
        defer { pool.close() }
        let topics = passages.map(\.topic)
        let source = RandomSource(seed: 5)
        let measure = LikelihoodMeasure(
            of: passages, topics: topics, by: generator, pool: pool, source)

        // So few passages are one piece.
        let piece = source.child("piece", 0)
        let contexts = Mismatch.wrongContexts(passages, piece.child("contexts"))
        let others = Mismatch.wrongTopics(topics, count: 3, piece.child("topics"))
        #expect(zip(topics, others).allSatisfy { $0 != $1 && $1 != nil })
        #expect(zip(contexts, passages.indices).contains { $0 != $1 })
        func bits(_ index: Int, after context: Int, _ topic: Int?) -> Double {
            let batch = Batch(
                contexts: [passages[context].context],
                continuations: [passages[index].continuation],
                topics: Mismatch.topicVectors([topic], count: 3), stepMultiple: 1)
            let tape = Tape(precision: .f32)
            let weights = generator.parameters.bound(to: tape, gradients: nil)
            let logarithms = tape.logSoftmax(generator.logits(batch, source, weights))
            let chosen = tape.pick(logarithms, tape.indices(batch.targets)).value.elements
            return -chosen.reduce(0) { $0 + Double($1) } / M_LN2
        }
        func sum(_ bits: (Int) -> Double) -> Double { passages.indices.map(bits).reduce(0, +) }
        let own = sum { bits($0, after: $0, topics[$0]) }
        #expect(abs(measure.bits - own) < 1e-5 * own)
        let otherContext = sum { bits($0, after: contexts[$0], topics[$0]) }
        #expect(abs(measure.bitsOtherContext - otherContext) < 1e-5 * own)
        let otherTopic = sum { bits($0, after: $0, others[$0]) }
        #expect(abs(measure.bitsOtherTopic - otherTopic) < 1e-5 * own)
        #expect(abs(otherContext - own) > 1 && abs(otherTopic - own) > 1)
        #expect(measure.exchangedContexts == zip(contexts, passages.indices).count { $0 != $1 })
        let characters = passages.map { Alphabet.characterCount(of: $0.continuation) }
        #expect(measure.charactersWithTopic == characters.reduce(0, +))

        // What a topic saves is told of the passages that have one.
        let some = topics.enumerated().map { $0 % 3 == 0 ? nil : $1 }
        let mixed = LikelihoodMeasure(
            of: passages, topics: some, by: generator, pool: pool, source)
        let known = some.indices.filter { some[$0] != nil }
        let wrong = Mismatch.wrongTopics(some, count: 3, piece.child("topics"))
        let saved = known.reduce(0) {
            $0 + bits($1, after: $1, wrong[$1]) - bits($1, after: $1, some[$1])
        }
        let gain = try #require(mixed.topicGain)
        #expect(
            abs(gain - saved / Double(known.reduce(0) { $0 + characters[$1] })) < 1e-5 * own)
        #expect(known.count < passages.count && !known.isEmpty)
        let none = LikelihoodMeasure(
            of: passages, topics: topics.map { _ in nil }, by: generator, pool: pool, source)
        #expect(none.topicGain == nil && none.bitsOtherTopic == none.bits)
    }
}

import Checkpoints
import Foundation
import Models
import Tensors
import Testing
import Texts

/// What it costs to write in int8, in likelihood of real text.
@Suite("Writing in int8")
struct Int8LossTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardizedFileURL

    /// The shipped model steps over the held-out tenth of the almanac, once with its weights as they are
    /// and once in int8, from the same contexts, topics and noise.
    @Test func costsLessThanAThousandthOfABit() throws {
        let model = try LoadedModel(
            path: Self.root.appendingPathComponent("checkpoints/almanac").path, precision: .f32)
        let corpus = try Corpus.open(
            [Self.root.appendingPathComponent("corpora/almanac").path], alphabet: model.alphabet)
        let passages = Array(
            PassageSource(corpus, corpus.heldOut, shape: model.configuration.shape, seed: 0).tiles()
        )
        let size = 32
        let pool = WorkerPool()
        defer { pool.close() }
        let parts = pool.map((passages.count + size - 1) / size) { piece in
            let own = Array(passages[piece * size..<min(passages.count, (piece + 1) * size)])
            let batch = Batch(
                own,
                topics: Mismatch.topicVectors(
                    own.map(\.topic), weights: own.map(\.topicWeights),
                    count: model.configuration.topics))
            let noise = RandomSource(seed: 1).child("piece", piece)
            return (
                own: bits(batch, Stepper(model.generator, batch, noise, in: .own)),
                int8: bits(batch, Stepper(model.generator, batch, noise, in: .int8)),
                characters: own.reduce(0) { $0 + Alphabet.characterCount(of: $1.continuation) }
            )
        }
        let characters = Double(parts.reduce(0) { $0 + $1.characters })
        let own = parts.reduce(0) { $0 + $1.own } / characters
        let loss = parts.reduce(0) { $0 + $1.int8 } / characters - own
        #expect(characters > 90_000 && own < 1.7, "\(own) bits of \(characters) characters")
        #expect(abs(loss) < 0.001, "\(loss) bits a character")
    }

    /// The bits of `batch`'s continuations.
    private func bits(_ batch: Batch, _ stepper: Stepper) -> Double {
        var bits = 0.0
        for step in 0..<batch.steps {
            let rows = step * batch.size..<(step + 1) * batch.size
            let logits = stepper.step(Array(batch.inputs[rows]))
            for (row, place) in rows.enumerated() where batch.weights[place] > 0 {
                let own = logits.rows(row..<row + 1).elements
                let most = own.max() ?? 0
                let sum = own.reduce(0.0) { $0 + exp(Double($1 - most)) }
                bits += log2(sum) - Double(own[Int(batch.targets[place])] - most) / M_LN2
            }
        }
        return bits
    }
}

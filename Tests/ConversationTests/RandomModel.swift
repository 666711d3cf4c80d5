import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

/// A tiny model with random weights: what it says means nothing, but how likely it finds a text depends
/// on everything that it should depend on.
enum RandomModel {
    static let topics = ["harbour", "garden", "kitchen"]

    static func make(
        topics: [String] = RandomModel.topics, attention: Int = 8, codes: Int = 0,
        layout: Layout = .lines, seed: UInt64 = 5
    ) throws -> LoadedModel {
        let letters = "abcdefghijklmnopqrstuvwxyz .,?\nABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let alphabet = Alphabet(scalars: Array(letters.unicodeScalars))
        var configuration = ModelConfiguration(symbols: alphabet.count, topics: topics.count)
        configuration.embedding = 8
        configuration.contextHidden = 12
        configuration.hidden = 12
        configuration.topicWidth = 6
        configuration.noise = 4
        configuration.codes = codes
        configuration.conditioning = 8
        configuration.attention = attention
        configuration.discriminatorHidden = 12
        configuration.layout = layout
        configuration.shape = PassageShape(
            contextUnits: 4, contextCharacters: 60, continuationCharacters: 12)
        let source = RandomSource(seed: seed)
        return try LoadedModel(
            Checkpoint(
                configuration: configuration, alphabet: alphabet, topics: topics,
                state: TrainingState(seed: seed),
                generator: wide(Generator(configuration, precision: .f32, source).parameters),
                discriminator: Discriminator(configuration, precision: .f32, source)
                    .parameters.tensors, optimizer: []),
            precision: .f32)
    }

    /// The weights, made larger so that everything has an effect worth measuring.
    private static func wide(_ parameters: Parameters) -> Checkpoint.Tensors {
        parameters.tensors.map { name, tensor in
            (name, .init(shape: tensor.shape, elements: tensor.elements.map { 3 * $0 }))
        }
    }

    /// What `text` costs by teacher forcing in one go, which is not how explanations are computed.
    static func bits(
        _ text: String, after begun: String = "", context: String, topic: [Float],
        guidance: Float, by model: LoadedModel, seed: UInt64, candidate: Int = 0
    ) -> Double {
        let symbols = model.alphabet.encode(text)
        let before = model.alphabet.encode(begun)
        let source = RandomSource(seed: seed).child("candidate", candidate)
        let none = TopicMixture.none(of: model.topics).weights
        func logits(_ topic: [Float]) -> [[Double]] {
            let batch = Batch(
                contexts: [model.alphabet.encode(context)], continuations: [before + symbols],
                topics: topic, stepMultiple: 1)
            let tape = Tape(precision: .f32)
            let weights = model.generator.parameters.bound(to: tape, gradients: nil)
            let z = model.generator.logits(batch, source, weights).value
            return (before.count..<before.count + symbols.count).map { step in
                z.rows(step..<step + 1).elements.map(Double.init)
            }
        }
        let (own, other) = (logits(topic), logits(none))
        return zip(symbols, zip(own, other)).reduce(0) { sum, step in
            let (symbol, (own, other)) = step
            let mixed = zip(own, other).map { $1 + Double(guidance) * ($0 - $1) }
            let most = mixed.max() ?? 0
            let total = mixed.reduce(0) { $0 + exp($1 - most) }
            return sum + (log(total) + most - mixed[Int(symbol)]) / log(2)
        }
    }
}

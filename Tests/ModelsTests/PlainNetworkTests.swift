import Foundation
import Models
import Networks
import Tensors
import Testing

/// Networks that read no context: without topics and noise, an LSTM language model and nothing else.
@Suite struct PlainNetworkTests {
    private var shape: ModelConfiguration {
        var shape = ModelConfiguration(symbols: 11, topics: 0)
        shape.contextHidden = 0
        shape.attention = 0
        shape.noise = 0
        shape.embedding = 3
        shape.hidden = 5
        shape.discriminatorHidden = 6
        shape.layers = 2
        return shape
    }

    private let texts: [[UInt16]] = [[2, 7, 3, 10], [9, 9, 4, 5]]

    @Test func isALanguageModelAndNothingElse() {
        let generator = Generator(shape, precision: .f32, RandomSource(seed: 3))
        #expect(
            generator.parameters.list.map(\.name) == [
                "embedding", "lstm.0.weight", "lstm.0.bias", "lstm.1.weight", "lstm.1.bias",
                "output.weight", "output.bias",
            ])
        let tape = Tape(precision: .f32)
        let batch = Batch(contexts: [[], []], continuations: texts, topics: [], steps: 4)
        let logits = generator.logits(
            batch, RandomSource(seed: 1), generator.parameters.bound(to: tape, gradients: nil)
        ).value
        for (passage, text) in texts.enumerated() {
            let expected = plainLogits(generator.parameters, text)
            for step in 0..<4 {
                for symbol in 0..<11 {
                    let difference =
                        Double(logits[step * 2 + passage, symbol]) - expected[step][symbol]
                    #expect(abs(difference) < 1e-5)
                }
            }
        }
    }

    @Test func theDiscriminatorNeedsNoContextEither() {
        let discriminator = Discriminator(shape, precision: .f32, RandomSource(seed: 3))
        #expect(!discriminator.parameters.list.contains { $0.name.hasPrefix("encoder.") })
        #expect(!discriminator.parameters.list.contains { $0.name.hasPrefix("match.") })
        let tape = Tape(precision: .f32)
        let weights = discriminator.parameters.bound(to: tape, gradients: nil)
        func logits(contexts: [[UInt16]]) -> [Float] {
            let batch = Batch(contexts: contexts, continuations: texts, topics: [], steps: 4)
            return Array(
                discriminator.logits(
                    .symbols(batch.targets), in: batch, RandomSource(seed: 1), weights
                ).value.elements)
        }
        #expect(logits(contexts: [[5, 6], [3, 6]]) == logits(contexts: [[8, 9, 6], [6]]))
        #expect(Set(logits(contexts: [[], []])).count > 8)
    }

    /// The logits after each step, from the formulas, in double precision.
    private func plainLogits(_ parameters: Parameters, _ text: [UInt16]) -> [[Double]] {
        func matrix(_ name: String) -> [[Double]] {
            guard let parameter = parameters.list.first(where: { $0.name == name }) else {
                return []
            }
            let value = parameters.value(of: parameter)
            return (0..<value.rows).map { row in
                (0..<value.columns).map { Double(value[row, $0]) }
            }
        }
        func linear(_ name: String, _ x: [Double]) -> [Double] {
            zip(matrix("\(name).weight"), matrix("\(name).bias")[0]).map { row, bias in
                zip(row, x).reduce(bias) { $0 + $1.0 * $1.1 }
            }
        }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        var states = [[Double]](repeating: [0, 0, 0, 0, 0], count: 2)
        var cells = states
        // The symbol before each: at first the mark before a text.
        return ([0] + text.dropLast()).map { symbol in
            var x = matrix("embedding")[Int(symbol)]
            for layer in 0..<2 {
                let a = linear("lstm.\(layer)", x + states[layer])
                for unit in 0..<5 {
                    cells[layer][unit] =
                        sigmoid(a[5 + unit]) * cells[layer][unit]
                        + sigmoid(a[unit]) * tanh(a[10 + unit])
                    states[layer][unit] = sigmoid(a[15 + unit]) * tanh(cells[layer][unit])
                }
                x = states[layer]
            }
            return linear("output", x)
        }
    }
}

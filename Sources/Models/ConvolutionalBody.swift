import Networks
import Tensors

/// A discriminator's body after DCGAN's rules (Radford et al. 2016, section 3), for text in one
/// dimension: strided convolutions instead of pooling (width 4, stride 2, as there in each dimension),
/// twice as many channels from layer to layer, leaky ReLU with slope 0.2, normalisation everywhere but
/// in the first layer, and no fully connected layer before the heads.
///
/// One rule is changed: layers are normalised over their channels (layer norm), not over the batch. A
/// batch norm would make a passage's verdict depend on what else is in its shard, so the result would
/// depend on the size of shards, real and sampled texts could not be judged in batches of their own
/// kind without giving themselves away, and a gradient penalty would mean nothing (Gulrajani et al.
/// 2017, section 4).
///
/// The context's last symbol stands before the text. Every layer also gets u, through a matrix of its
/// own, as each step of the recurrent body does. Three layers make one state of every 8 characters; it
/// has seen 22. What lies after a text's end is 0 in every layer, as what lies before its beginning.
struct ConvolutionalBody: DiscriminatorBody {
    let signs = 0
    /// Characters from one state of the last layer to the next.
    static let stride = 1 << depth
    private static let depth = 3
    private static let slope: Float = 0.2

    private let context: ContextReader
    private let layers: [Layer]

    private struct Layer {
        let convolution: Convolution
        let condition: Linear
        let norm: LayerNorm?
    }

    init(_ parameters: Parameters, _ configuration: ModelConfiguration) {
        context = ContextReader(parameters, configuration, noise: 0)
        let widths = (0..<ConvolutionalBody.depth).map { index in
            max(1, configuration.discriminatorHidden >> (ConvolutionalBody.depth - 1 - index))
        }
        layers = widths.enumerated().map { index, width in
            Layer(
                convolution: Convolution(
                    parameters, "convolution.\(index)",
                    inputs: index == 0 ? configuration.embedding : widths[index - 1],
                    outputs: width, width: 4, stride: 2, padding: 1),
                condition: Linear(
                    parameters, "convolution.\(index).condition",
                    inputs: configuration.conditioning, outputs: width, hasBias: false),
                norm: index == 0
                    ? nil : LayerNorm(parameters, "convolution.\(index).norm", width: width))
        }
    }

    func condition(on batch: Batch, dropout: Dropout?, _ weights: Weights) -> any ConditionedBody {
        Conditioned(
            body: self, context: context(batch, noise: nil, dropout: dropout, weights),
            before: weights.tape.indices(batch.before), batch: batch.size)
    }

    private struct Conditioned: ConditionedBody {
        let body: ConvolutionalBody
        let context: ContextReader.Reading
        let before: UnsafeMutableBufferPointer<Int32>
        let batch: Int

        var summary: Variable? { context.summary }
        var contextStates: Variable? { context.states }
        var contextStarts: UnsafeMutableBufferPointer<Int32> { context.starts }
        var topic: Variable? { context.topic }
        var shared: [Variable] {
            [context.summary, context.topic, context.condition].compactMap { $0 }
        }

        func read(
            _ text: Discriminator.Text, counts: [Float], dropout: Dropout?, _ weights: Weights
        ) -> BodyReading {
            let tape = weights.tape
            let embedding = body.context.embedding
            let embedded = text.placed(on: tape).embedded(by: embedding, weights)
            var states = tape.stack([embedding(before, weights), embedded])
            if let dropout {
                states = tape.dropout(
                    states, keep: dropout.keep, dropout.source.child("input"))
            }
            // 1 where a place begins before its text's end; the symbol before the text always does.
            var mask = [Float](repeating: 1, count: batch) + counts
            states = tape.scaleRows(states, by: mask)
            for layer in body.layers {
                states = layer.convolution(states, batch: batch, weights)
                // A place of a layer begins where every second one of the layer below does.
                mask = places(states.rows).flatMap { place in
                    (0..<batch).map { mask[place * 2 * batch + $0] }
                }
                if let u = context.condition {
                    let condition = layer.condition(u, weights)
                    states = tape.sum(states, repeated(condition, rows: states.rows, on: tape))
                }
                if let norm = layer.norm { states = norm(states, weights) }
                states = tape.leakyReLU(states, slope: ConvolutionalBody.slope)
                states = tape.scaleRows(states, by: mask)
            }
            // Character t stands at place t + 1.
            let rows = counts.indices.map { row in
                Int32((row / batch + 1) / ConvolutionalBody.stride * batch + row % batch)
            }
            return BodyReading(states: states, signs: [], rowsOfCharacters: rows)
        }

        private func places(_ rows: Int) -> Range<Int> { 0..<rows / batch }

        /// The rows of `x` [B, columns] again for every place.
        private func repeated(_ x: Variable, rows: Int, on tape: Tape) -> Variable {
            tape.embedding(x, tape.indices((0..<rows).map { Int32($0 % batch) }))
        }
    }
}

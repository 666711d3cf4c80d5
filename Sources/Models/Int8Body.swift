import Networks
import Tensors

/// The weights of a ``ContextualLSTM`` that reading contexts and its steps multiply with, in int8.
final class Int8Body {
    let encoder: Int8Encoder?
    let layers: [Int8LSTM]
    let query: Int8Weights?
    let output: Int8Weights
    let readoutOutput: Int8Weights?

    init(_ body: ContextualLSTM, of parameters: Parameters) {
        func rounded(_ linear: Linear?) -> Int8Weights? {
            linear.map { Int8Weights(parameters.value(of: $0.weight)) }
        }
        let readout = body.attention.map { $0.query.weight.rows }
        layers = body.layers.enumerated().map { index, layer in
            index == 0
                ? Int8LSTM(layer, body.embedding, of: parameters)
                : Int8LSTM(
                    layer, inputs: [body.hidden] + (readout.map { [$0] } ?? []), of: parameters)
        }
        encoder = body.context.encoder.map {
            Int8Encoder($0, body.embedding, body.attention, of: parameters)
        }
        query = rounded(body.attention?.query)
        output = Int8Weights(parameters.value(of: body.output.weight))
        readoutOutput = rounded(body.readoutOutput)
    }
}

import Networks
import Tensors

/// A ``ContextEncoder``'s weights in int8, and the attention's that are multiplied with its states.
struct Int8Encoder {
    private let lstm: Int8LSTM
    private let bias: Matrix
    private let key: Int8Weights?
    private let value: Int8Weights?

    init(
        _ encoder: ContextEncoder, _ embedding: Embedding, _ attention: Attention?,
        of parameters: Parameters
    ) {
        lstm = Int8LSTM(encoder.lstm, embedding, of: parameters)
        bias = parameters.value(of: encoder.lstm.bias)
        key = attention.map { Int8Weights(parameters.value(of: $0.key.weight)) }
        value = attention.map { Int8Weights(parameters.value(of: $0.value.weight)) }
    }

    /// What ``ContextEncoder`` makes of the contexts of `batch`: the states [contextSteps·B, contextHidden],
    /// zero before each context begins, and the last ones.
    func read(_ batch: Batch, on tape: Tape) -> (states: Variable, summary: Variable) {
        let (size, steps) = (batch.size, batch.contextSteps)
        let state = Int8State(rows: size, hidden: lstm.hidden, on: tape)
        let states = tape.matrix(steps * size, lstm.hidden)
        var known = lstm.table?.unknown ?? []
        for step in 0..<steps {
            let rows = step * size..<(step + 1) * size
            let symbols = Array(batch.context[rows])
            lstm.table?.prepare(symbols, known: &known)
            lstm.step(state, parts: [], symbols: symbols, condition: bias)
            let waiting = (0..<size).filter { step < Int(batch.contextStarts[$0]) }
            if !waiting.isEmpty { state.clear(waiting) }
            _ = states.rows(rows).elements.update(fromContentsOf: state.state.elements)
        }
        return (tape.constant(states), tape.constant(state.state))
    }

    /// Keys and values of the attention for `states`, of the same number of rows.
    func memory(_ states: Matrix, on tape: Tape) -> (keys: Variable, values: Variable)? {
        guard let key, let value else { return nil }
        let rounded = Int8Rows(rows: states.rows, columns: states.columns)
        rounded.round(states)
        func product(_ weights: Int8Weights) -> Variable {
            let result = tape.matrix(states.rows, weights.outputs)
            weights.multiply(rounded, into: result)
            return tape.constant(result)
        }
        return (product(key), product(value))
    }
}

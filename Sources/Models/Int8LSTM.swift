import CKernels
import Networks
import Tensors

/// An LSTM layer's weights for writing, W in int8, in the parts that different things are multiplied
/// with.
struct Int8LSTM {
    let hidden: Int
    /// For the layer's own state before the step.
    let recurrent: Int8Weights
    /// For the parts of its input, one after the other; none where it reads symbols.
    let inputs: [Int8Weights]
    /// Where it reads symbols: what they add.
    let table: SymbolTable?

    /// A layer that reads symbols.
    init(_ lstm: LSTM, _ embedding: Embedding, of parameters: Parameters) {
        self.init(
            lstm, inputs: [], table: SymbolTable(embedding, lstm, of: parameters), of: parameters)
    }

    /// A layer that reads parts of these widths.
    init(_ lstm: LSTM, inputs: [Int], of parameters: Parameters) {
        self.init(lstm, inputs: inputs, table: nil, of: parameters)
    }

    private init(
        _ lstm: LSTM, inputs widths: [Int], table: SymbolTable?, of parameters: Parameters
    ) {
        let weight = parameters.value(of: lstm.weight)
        hidden = lstm.hidden
        self.table = table
        recurrent = Int8Weights(weight, columns: weight.columns - hidden..<weight.columns)
        var first = 0
        inputs = widths.map { width in
            defer { first += width }
            return Int8Weights(weight, columns: first..<first + width)
        }
    }

    /// The step of `state`'s rows; `parts` are its input, or `symbols`, which the table must have.
    ///
    /// - Parameter condition: what is added at every step: [rows, 4·hidden], or a bias [1, 4·hidden].
    func step(
        _ state: Int8State, parts: [Int8Rows], symbols: [Int32] = [], condition: Matrix
    ) {
        recurrent.multiply(state.rounded, into: state.products)
        for (part, weights) in zip(parts, inputs) {
            weights.multiply(part, into: state.products, accumulate: true)
        }
        riposte_lstm_write(
            Int64(state.state.rows), Int64(hidden), state.products.pointer, table?.rows, symbols,
            condition.pointer, condition.rows == 1 ? 0 : Int64(4 * hidden), state.cell.pointer,
            state.state.pointer)
        state.rounded.round(state.state)
    }
}

/// A layer's state for a number of sequences side by side.
final class Int8State {
    /// h and c [rows, hidden].
    let state: Matrix
    let cell: Matrix
    /// h as products read it.
    let rounded: Int8Rows
    /// Room for the products of a step [rows, 4·hidden].
    fileprivate let products: Matrix

    /// A copy of `initial`, zeros when nil, in `tape`'s memory.
    init(
        rows: Int, hidden: Int, _ initial: (state: Variable, cell: Variable)? = nil, on tape: Tape
    ) {
        state = tape.matrix(rows, hidden)
        cell = tape.matrix(rows, hidden)
        products = tape.matrix(rows, 4 * hidden)
        rounded = Int8Rows(rows: rows, columns: hidden)
        for (own, first) in [(state, initial?.state), (cell, initial?.cell)] {
            if let first {
                _ = own.elements.update(fromContentsOf: first.value.elements)
            } else {
                own.elements.update(repeating: 0)
            }
        }
        rounded.round(state)
    }

    /// Takes the rows `rows` back to zeros.
    func clear(_ rows: some Sequence<Int>) {
        for row in rows {
            state.rows(row..<row + 1).elements.update(repeating: 0)
            cell.rows(row..<row + 1).elements.update(repeating: 0)
        }
        rounded.round(state)
    }
}

import CKernels
import Networks
import Tensors

/// The attention of ``Int8Steps``: query, keys, values and what they are weighted with are rounded to int8;
/// the softmax is f32.
final class Int8Attention {
    /// Where it looked, [B, contextSteps].
    let weights: Matrix
    /// What it read, [B, attention], as products take it.
    let rounded: Int8Rows
    private let query: Int8Weights
    private let queries: Matrix
    private let readout: Matrix
    private let passages: [Memory]

    /// What one passage's context holds.
    private struct Memory {
        /// The step at which the context begins.
        let start: Int
        let keys: Int8Weights
        let values: Int8Weights
        /// The query and the weights of a step, as products take them.
        let query: Int8Rows
        let weights: Int8Rows
    }

    /// Attends to the memory of `conditioned`; nil where there is none.
    init?(_ query: Int8Weights, _ conditioned: ContextualLSTM.Conditioned, on tape: Tape) {
        guard let memory = conditioned.memory else { return nil }
        let batch = conditioned.batch
        let (steps, width) = (memory.keys.rows / batch, memory.keys.columns)
        self.query = query
        weights = tape.matrix(batch, steps)
        weights.elements.update(repeating: 0)
        queries = tape.matrix(batch, width)
        readout = tape.matrix(batch, width)
        readout.elements.update(repeating: 0)
        rounded = Int8Rows(rows: batch, columns: width)
        passages = conditioned.contextStarts.enumerated().map { passage, start in
            // Time-major: a passage's rows lie `batch` rows apart.
            let first = (Int(start) * batch + passage) * width
            let count = steps - Int(start)
            return Memory(
                start: Int(start),
                keys: Int8Weights(
                    memory.keys.value.pointer + first, outputs: count, inputs: width,
                    strides: (output: batch * width, input: 1)),
                values: Int8Weights(
                    memory.values.value.pointer + first, outputs: width, inputs: count,
                    strides: (output: 1, input: batch * width)),
                query: Int8Rows(rows: 1, columns: width), weights: Int8Rows(rows: 1, columns: count)
            )
        }
    }

    /// Scaled dot-product attention of each row of `states`: softmax(q·Kᵀ/√width)·V over the steps that
    /// its context has; zeros where it has none.
    func look(_ states: Int8Rows) {
        query.multiply(states, into: queries)
        let scale = 1 / Float(queries.columns).squareRoot()
        for (passage, memory) in passages.enumerated() where memory.start < weights.columns {
            let count = weights.columns - memory.start
            let own = Matrix(
                weights.rows(passage..<passage + 1).pointer + memory.start, rows: 1, columns: count)
            memory.query.round(queries.rows(passage..<passage + 1))
            memory.keys.multiply(memory.query, into: own)
            riposte_softmax(1, Int64(count), 0, scale, own.pointer)
            memory.weights.round(own)
            memory.values.multiply(memory.weights, into: readout.rows(passage..<passage + 1))
        }
        rounded.round(readout)
    }
}

import CKernels
import Networks
import Tensors

/// The steps of ``Stepper`` in int8: what ``ContextualLSTM`` computes a step at a time, without a tape and
/// with states and weights rounded before they are multiplied. Gates, cells, softmax and sums of
/// products stay f32.
final class Int8Steps {
    private let weights: Int8Body
    private let batch: Int
    private let conditions: [Matrix]
    private let states: [Int8State]
    private let attention: Int8Attention?
    private let bias: Matrix?
    private let logits: Matrix
    private var known: [Bool]

    /// Begins at the initial states of `conditioned`; all memory is `tape`'s.
    init(
        _ weights: Int8Body, _ conditioned: ContextualLSTM.Conditioned, bias: Matrix?,
        symbols: Int, on tape: Tape
    ) {
        self.weights = weights
        self.bias = bias
        batch = conditioned.batch
        conditions = conditioned.layerConditions.map(\.value)
        states = conditioned.initial.map {
            Int8State(rows: conditioned.batch, hidden: weights.layers[0].hidden, $0, on: tape)
        }
        attention = weights.query.map { Int8Attention($0, conditioned, on: tape) } ?? nil
        logits = tape.matrix(batch, symbols)
        known = weights.layers[0].table?.unknown ?? []
    }

    /// Where the attention looked at the last step, [B, contextSteps]; nil without attention.
    var attentionWeights: Matrix? { attention?.weights }

    /// Feeds each continuation its last symbol; the logits [B, symbols] of the next one, valid until
    /// the next step.
    func step(_ symbols: [Int32]) -> Matrix {
        precondition(symbols.count == batch, "a symbol for each continuation")
        weights.layers[0].table?.prepare(symbols, known: &known)
        for (index, layer) in weights.layers.enumerated() {
            if index == 0 {
                layer.step(
                    states[0], parts: [], symbols: symbols, condition: conditions[0])
                attention?.look(states[0].rounded)
            } else {
                let below = states[index - 1].rounded
                layer.step(
                    states[index], parts: attention.map { [below, $0.rounded] } ?? [below],
                    condition: conditions[index])
            }
        }
        weights.output.multiply(states[states.count - 1].rounded, into: logits)
        if let attention {
            weights.readoutOutput?.multiply(attention.rounded, into: logits, accumulate: true)
        }
        if let bias {
            riposte_add_bias(
                Int64(batch), Int64(logits.columns), bias.pointer, logits.pointer)
        }
        return logits
    }
}

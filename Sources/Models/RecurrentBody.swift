import Networks
import Tensors

/// A discriminator's body of the generator's kind. What the heads see of a character is the state after
/// reading it, layer-normalised, and the character's log-probability under the body's own prediction.
struct RecurrentBody: DiscriminatorBody {
    let signs = 1
    let body: ContextualLSTM
    let norm: LayerNorm

    init(_ parameters: Parameters, _ configuration: ModelConfiguration) {
        body = ContextualLSTM(
            parameters, configuration, hidden: configuration.discriminatorHidden, noise: 0)
        norm = LayerNorm(parameters, "norm", width: configuration.discriminatorHidden)
    }

    func condition(on batch: Batch, dropout: Dropout?, _ weights: Weights) -> any ConditionedBody {
        Conditioned(
            body: body, norm: norm,
            conditioned: body.condition(on: batch, noise: nil, dropout: dropout, weights),
            before: weights.tape.indices(batch.before), batch: batch.size)
    }

    private struct Conditioned: ConditionedBody {
        let body: ContextualLSTM
        let norm: LayerNorm
        let conditioned: ContextualLSTM.Conditioned
        let before: UnsafeMutableBufferPointer<Int32>
        let batch: Int

        var summary: Variable? { conditioned.summary }
        var contextStates: Variable? { conditioned.contextStates }
        var contextStarts: UnsafeMutableBufferPointer<Int32> { conditioned.contextStarts }
        var topic: Variable? { conditioned.topic }
        var shared: [Variable] { conditioned.shared }

        /// It reads forwards, so what comes after a text's end is without effect on what came before.
        func read(
            _ text: Discriminator.Text, counts: [Float], dropout: Dropout?, _ weights: Weights
        ) -> BodyReading {
            let tape = weights.tape
            let text = text.placed(on: tape)
            let reading = body.read(
                text.preceded(by: before, body.embedding, weights), under: conditioned,
                dropout: dropout, weights)

            // The state after step t has read character t − 1; the prediction of a character comes
            // from the state before it.
            let rows = counts.count
            let predicted = ContextualLSTM.Reading(
                states: tape.rows(0..<rows, of: reading.states),
                readout: reading.readout.map { tape.rows(0..<rows, of: $0) },
                attentionWeights: nil, carried: [])
            let logProbabilities = tape.logSoftmax(body.logits(predicted, weights))
            let after = norm(tape.rows(batch..<batch + rows, of: reading.states), weights)
            return BodyReading(
                states: after, signs: [text.picked(from: logProbabilities, weights)],
                rowsOfCharacters: nil)
        }
    }
}

extension Discriminator.Text {
    /// A text whose symbols lie in a tape's memory.
    enum Placed {
        case symbols(UnsafeMutableBufferPointer<Int32>)
        case relaxed(Variable)

        /// The symbols' vectors [steps·B, embedding].
        func embedded(by embedding: Embedding, _ weights: Weights) -> Variable {
            switch self {
            case .symbols(let indices): embedding(indices, weights)
            case .relaxed(let y): embedding(relaxed: y, weights)
            }
        }

        /// Row r of the result is row `rows[r]` of the text.
        func taking(_ rows: [Int32], on tape: Tape) -> Placed {
            switch self {
            case .symbols(let indices): .symbols(tape.indices(rows.map { indices[Int($0)] }))
            case .relaxed(let y): .relaxed(tape.embedding(y, tape.indices(rows)))
            }
        }

        /// What a recurrent body reads: the symbols before the text, then the text.
        func preceded(
            by before: UnsafeMutableBufferPointer<Int32>, _ embedding: Embedding, _ weights: Weights
        ) -> LSTMInput {
            let tape = weights.tape
            switch self {
            case .symbols(let indices):
                return embedding.lookedUp(tape.indices(Array(before) + indices), weights)
            case .relaxed:
                return .vectors(
                    tape.stack([embedding(before, weights), embedded(by: embedding, weights)]))
            }
        }

        /// Of each row of `x` [steps·B, symbols] the element of the row's symbol, or the mean over a
        /// relaxed symbol: [steps·B, 1].
        func picked(from x: Variable, _ weights: Weights) -> Variable {
            switch self {
            case .symbols(let indices): weights.tape.pick(x, indices)
            case .relaxed(let y): weights.tape.rowProducts(y, x)
            }
        }
    }

    /// The text in `tape`'s memory.
    func placed(on tape: Tape) -> Placed {
        switch self {
        case .symbols(let values): .symbols(tape.indices(values))
        case .relaxed(let y): .relaxed(y)
        }
    }
}

import Networks
import Tensors

/// The body that generator and discriminator share in kind (never in weights): a character LSTM that
/// reads a text under a context and a topic, and predicts each next symbol.
///
///     context ─→ encoder ─→ states ────────────────┐ keys, values
///                   └─ summary s ─┐                 │
///     topic θ ────────────────────┼─→ u ─┐          │
///     noise z ────────────────────┘      │ every step, and the initial state
///     symbols ─→ embedding ─→ LSTM 1 ─→ attention ─→ [LSTM 2 …] ─→ logits
///
/// Attention asks with the first layer's states and its readout enters what follows. So all steps of a
/// text are attended at once, in two large products a passage, where a readout fed back into the same
/// layer would need two small ones at every step.
struct ContextualLSTM {
    let context: ContextReader
    let initial: Linear
    let layers: [LSTM]
    let attention: Attention?
    let output: Linear
    let readoutOutput: Linear?
    let hidden: Int

    /// The symbols' vectors.
    var embedding: Embedding { context.embedding }

    init(
        _ parameters: Parameters, _ configuration: ModelConfiguration, hidden: Int, noise: Int
    ) {
        self.hidden = hidden
        context = ContextReader(parameters, configuration, noise: noise)
        let depth = configuration.layers
        initial = Linear(
            parameters, "initial", inputs: configuration.conditioning, outputs: 2 * depth * hidden)
        let readout = configuration.attention
        layers = (0..<depth).map { index in
            LSTM(
                parameters, "lstm.\(index)",
                inputs: index == 0 ? configuration.embedding : hidden + readout, hidden: hidden,
                condition: configuration.conditioning)
        }
        attention =
            readout > 0
            ? Attention(
                parameters, "attention", inputs: hidden, memory: configuration.contextHidden,
                width: readout) : nil
        output = Linear(parameters, "output", inputs: hidden, outputs: configuration.symbols)
        readoutOutput =
            readout > 0
            ? Linear(
                parameters, "output.readout", inputs: readout, outputs: configuration.symbols,
                hasBias: false) : nil
    }

    /// What a text's steps have in common, computed once for a batch.
    struct Conditioned {
        let batch: Int
        let contextStarts: UnsafeMutableBufferPointer<Int32>
        /// The context's summary s [B, contextHidden].
        let summary: Variable
        /// θ·E_topic [B, topicWidth]; nil without topics.
        let topic: Variable?
        /// For each layer u·Uᵀ + b [B, 4·hidden].
        let layerConditions: [Variable]
        /// For each layer the state and cell before the first step, [B, hidden] each.
        let initial: [(state: Variable, cell: Variable)]
        /// Keys and values of the attention, [contextSteps·B, attention] each.
        let memory: (keys: Variable, values: Variable)?
    }

    /// Reads context, topics and noise of `batch`.
    func condition(
        on batch: Batch, noise z: Variable?, dropout: Dropout? = nil, _ weights: Weights
    ) -> Conditioned {
        let tape = weights.tape
        let context = context(batch, noise: z, dropout: dropout, weights)
        let first = tape.tanh(initial(context.condition, weights))
        let initialStates = layers.indices.map { index in
            (
                state: tape.columns(2 * index * hidden..<(2 * index + 1) * hidden, of: first),
                cell: tape.columns((2 * index + 1) * hidden..<(2 * index + 2) * hidden, of: first)
            )
        }
        let memory = attention.map { attention in
            (
                keys: attention.key(context.states, weights),
                values: attention.value(context.states, weights)
            )
        }
        return Conditioned(
            batch: batch.size, contextStarts: context.starts, summary: context.summary,
            topic: context.topic,
            layerConditions: layers.map { $0.condition(context.condition, weights) },
            initial: initialStates, memory: memory)
    }

    /// What the body makes of a stretch of text.
    struct Reading {
        /// The last layer's states [steps·B, hidden].
        let states: Variable
        /// The attention's readout [steps·B, attention].
        let readout: Variable?
        /// Where the attention looked, [B·steps, contextSteps], passage by passage.
        let attentionWeights: Matrix?
        /// For each layer state and cell after the last step.
        let carried: [(state: Variable, cell: Variable)]
    }

    /// Reads `embedded` symbols [steps·B, embedding], from the initial states or from `carried` ones.
    func read(
        _ embedded: Variable, under conditioned: Conditioned,
        from carried: [(state: Variable, cell: Variable)]? = nil, dropout: Dropout? = nil,
        _ weights: Weights
    ) -> Reading {
        let tape = weights.tape
        let batch = conditioned.batch
        var states = embedded
        var readout: Variable?
        var attentionWeights: Matrix?
        var last: [(state: Variable, cell: Variable)] = []
        for (index, layer) in layers.enumerated() {
            var input = states
            if index > 0, let readout { input = tape.concatenate([states, readout]) }
            if let dropout {
                input = tape.dropout(
                    input, keep: dropout.keep, dropout.source.child("layer", index))
            }
            let output = layer(
                input, condition: conditioned.layerConditions[index],
                initial: carried?[index] ?? conditioned.initial[index], batch: batch, weights)
            states = output.states
            last.append(
                (
                    tape.rows(states.rows - batch..<states.rows, of: states),
                    tape.constant(output.lastCell)
                ))
            if index == 0, let attention, let memory = conditioned.memory {
                let attended = tape.attention(
                    queries: attention.query(states, weights), keys: memory.keys,
                    values: memory.values, batch: batch, starts: conditioned.contextStarts)
                readout = attended.readout
                attentionWeights = attended.weights
            }
        }
        return Reading(
            states: states, readout: readout, attentionWeights: attentionWeights, carried: last)
    }

    /// The logits [steps·B, symbols] of the symbol after each step.
    func logits(_ reading: Reading, dropout: Dropout? = nil, _ weights: Weights) -> Variable {
        let tape = weights.tape
        var states = reading.states
        if let dropout {
            states = tape.dropout(states, keep: dropout.keep, dropout.source.child("output"))
        }
        var terms = [(x: states, weight: weights[output.weight])]
        if let readoutOutput, let readout = reading.readout {
            terms.append((readout, weights[readoutOutput.weight]))
        }
        return tape.linear(terms, bias: output.bias.map { weights[$0] })
    }
}

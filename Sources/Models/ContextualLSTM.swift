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
/// layer would need two small ones at every step. Without context, topics and noise there is no u, and
/// what remains is a plain LSTM language model.
struct ContextualLSTM {
    let context: ContextReader
    let initial: Linear?
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
        let readout = configuration.attention
        precondition(context.encoder != nil || readout == 0, "attention without a context")
        let depth = configuration.layers
        let condition = context.conditioning == nil ? 0 : configuration.conditioning
        initial =
            condition > 0
            ? Linear(parameters, "initial", inputs: condition, outputs: 2 * depth * hidden) : nil
        layers = (0..<depth).map { index in
            LSTM(
                parameters, "lstm.\(index)",
                inputs: index == 0 ? configuration.embedding : hidden + readout, hidden: hidden,
                condition: condition)
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
        /// The encoder's states [contextSteps·B, contextHidden]; nil where no context is read.
        let contextStates: Variable?
        /// The context's summary s [B, contextHidden]; nil where none is read.
        let summary: Variable?
        /// θ·E_topic [B, topicWidth]; nil without topics.
        let topic: Variable?
        /// For each layer u·Uᵀ + b [B, 4·hidden], or b [1, 4·hidden] where there is no u.
        let layerConditions: [Variable]
        /// For each layer the state and cell before the first step, [B, hidden] each.
        let initial: [(state: Variable, cell: Variable)]
        /// Keys and values of the attention, [contextSteps·B, attention] each.
        let memory: (keys: Variable, values: Variable)?

        /// All that the steps of a text read of it.
        var shared: [Variable] {
            [summary, topic, memory?.keys, memory?.values].compactMap { $0 } + layerConditions
                + initial.flatMap { [$0.state, $0.cell] }
        }
    }

    /// Reads context, topics and noise of `batch`; the context with `int8`, where that is given.
    func condition(
        on batch: Batch, noise z: Variable?, dropout: Dropout? = nil, int8: Int8Encoder? = nil,
        _ weights: Weights
    ) -> Conditioned {
        let context = context(batch, noise: z, dropout: dropout, int8: int8, weights)
        var memory: (keys: Variable, values: Variable)?
        if let int8, let states = context.states {
            memory = int8.memory(states.value, on: weights.tape)
        } else if let attention, let states = context.states {
            memory = (attention.key(states, weights), attention.value(states, weights))
        }
        return Conditioned(
            batch: batch.size, contextStarts: context.starts, contextStates: context.states,
            summary: context.summary, topic: context.topic,
            layerConditions: layers.map { $0.condition(context.condition, weights) },
            initial: initialStates(context.condition, batch: batch.size, weights), memory: memory)
    }

    /// For each layer state and cell before the first step: tanh of a linear map of u; zeros where
    /// there is no u.
    private func initialStates(_ u: Variable?, batch: Int, _ weights: Weights)
        -> [(state: Variable, cell: Variable)]
    {
        let tape = weights.tape
        guard let initial, let u else {
            let zeros = tape.constant(
                [Float](repeating: 0, count: batch * hidden), rows: batch, columns: hidden)
            return layers.map { _ in (state: zeros, cell: zeros) }
        }
        let first = tape.tanh(initial(u, weights))
        return layers.indices.map { index in
            (
                state: tape.columns(2 * index * hidden..<(2 * index + 1) * hidden, of: first),
                cell: tape.columns((2 * index + 1) * hidden..<(2 * index + 2) * hidden, of: first)
            )
        }
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

    /// Reads `text`, symbols or their vectors [steps·B, embedding], from the initial states or from
    /// `carried` ones.
    func read(
        _ text: LSTMInput, under conditioned: Conditioned,
        from carried: [(state: Variable, cell: Variable)]? = nil, dropout: Dropout? = nil,
        _ weights: Weights
    ) -> Reading {
        let tape = weights.tape
        let batch = conditioned.batch
        var input = text
        var states: Variable?
        var readout: Variable?
        var attentionWeights: Matrix?
        var last: [(state: Variable, cell: Variable)] = []
        for (index, layer) in layers.enumerated() {
            if let states {
                input = .vectors(readout.map { tape.concatenate([states, $0]) } ?? states)
            }
            if let dropout {
                input = dropout.applied(
                    to: input, dropout.source.child("layer", index), on: tape)
            }
            let output = layer(
                input, condition: conditioned.layerConditions[index],
                initial: carried?[index] ?? conditioned.initial[index], batch: batch, weights)
            let rows = output.states.rows
            last.append(
                (
                    tape.rows(rows - batch..<rows, of: output.states),
                    tape.constant(output.lastCell)
                ))
            if index == 0, let attention, let memory = conditioned.memory {
                let attended = tape.attention(
                    queries: attention.query(output.states, weights), keys: memory.keys,
                    values: memory.values, batch: batch, starts: conditioned.contextStarts)
                readout = attended.readout
                attentionWeights = attended.weights
            }
            states = output.states
        }
        guard let states else { preconditionFailure("a body without layers") }
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

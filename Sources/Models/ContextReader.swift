import Networks
import Tensors

/// What every network of the family begins with: the symbols' vectors, and what a text depends on (its
/// context, its topic, the noise) read into one vector u, as far as there is any of it.
struct ContextReader {
    let embedding: Embedding
    let encoder: ContextEncoder?
    let conditioning: Conditioning?

    /// `noise` is the width of z; 0 for a network that takes none.
    init(_ parameters: Parameters, _ configuration: ModelConfiguration, noise: Int) {
        embedding = Embedding(
            parameters, "embedding", symbols: configuration.symbols,
            width: configuration.embedding)
        encoder =
            configuration.contextHidden > 0
            ? ContextEncoder(parameters, "encoder", configuration) : nil
        conditioning =
            configuration.conditionInputs(noise: noise) > 0
            ? Conditioning(parameters, "conditioning", configuration, noise: noise) : nil
    }

    /// What was read of a batch.
    struct Reading {
        let starts: UnsafeMutableBufferPointer<Int32>
        /// The encoder's states [contextSteps·B, contextHidden]; nil where no context is read.
        let states: Variable?
        /// The context's summary s [B, contextHidden]; nil where no context is read.
        let summary: Variable?
        /// θ·E_topic [B, topicWidth]; nil without topics.
        let topic: Variable?
        /// u [B, conditioning]; nil where there is nothing to depend on.
        let condition: Variable?
    }

    /// Reads context, topics and noise of `batch`; the context with `int8`, where that is given.
    func callAsFunction(
        _ batch: Batch, noise z: Variable?, dropout: Dropout?, int8: Int8Encoder? = nil,
        _ weights: Weights
    ) -> Reading {
        let tape = weights.tape
        let starts = tape.indices(batch.contextStarts)
        var read: (states: Variable, summary: Variable)?
        if let int8 {
            read = int8.read(batch, on: tape)
        } else if let encoder {
            var text = embedding.lookedUp(tape.indices(batch.context), weights)
            if let dropout {
                text = dropout.applied(to: text, dropout.source.child("context"), on: tape)
            }
            read = encoder(text, starts: starts, batch: batch.size, weights)
        }
        let topic = conditioning?.topicVector(batch.topics, batch: batch.size, weights)
        let condition = conditioning?(summary: read?.summary, topic: topic, noise: z, weights)
        return Reading(
            starts: starts, states: read?.states, summary: read?.summary, topic: topic,
            condition: condition)
    }
}

/// Masks that training draws; none in use.
struct Dropout {
    let keep: Float
    let source: RandomSource

    /// What a layer reads with some of its elements left out: vectors in any case.
    func applied(to input: LSTMInput, _ source: RandomSource, on tape: Tape) -> LSTMInput {
        .vectors(tape.dropout(input.vectors(on: tape), keep: keep, source))
    }
}

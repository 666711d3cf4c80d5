import Networks
import Tensors

/// What every network of the family begins with: the symbols' vectors, and what a text depends on (its
/// context, its topic, the noise) read into one vector u.
struct ContextReader {
    let embedding: Embedding
    let encoder: ContextEncoder
    let conditioning: Conditioning

    /// `noise` is the width of z; 0 for a network that takes none.
    init(_ parameters: Parameters, _ configuration: ModelConfiguration, noise: Int) {
        embedding = Embedding(
            parameters, "embedding", symbols: configuration.symbols,
            width: configuration.embedding)
        encoder = ContextEncoder(parameters, "encoder", configuration)
        conditioning = Conditioning(parameters, "conditioning", configuration, noise: noise)
    }

    /// What was read of a batch.
    struct Reading {
        let starts: UnsafeMutableBufferPointer<Int32>
        /// The encoder's states [contextSteps·B, contextHidden].
        let states: Variable
        /// The context's summary s [B, contextHidden].
        let summary: Variable
        /// θ·E_topic [B, topicWidth]; nil without topics.
        let topic: Variable?
        /// u [B, conditioning].
        let condition: Variable
    }

    /// Reads context, topics and noise of `batch`.
    func callAsFunction(
        _ batch: Batch, noise z: Variable?, dropout: Dropout?, _ weights: Weights
    ) -> Reading {
        let tape = weights.tape
        let starts = tape.indices(batch.contextStarts)
        var embedded = embedding(tape.indices(batch.context), weights)
        if let dropout {
            embedded = tape.dropout(
                embedded, keep: dropout.keep, dropout.source.child("context"))
        }
        let (states, summary) = encoder(embedded, starts: starts, batch: batch.size, weights)
        let topic = conditioning.topicVector(batch.topics, batch: batch.size, weights)
        let condition = conditioning(summary: summary, topic: topic, noise: z, weights)
        return Reading(
            starts: starts, states: states, summary: summary, topic: topic, condition: condition)
    }
}

/// Masks that training draws; none in use.
struct Dropout {
    let keep: Float
    let source: RandomSource
}

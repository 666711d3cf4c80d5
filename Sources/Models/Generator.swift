import CKernels
import Networks
import Tensors

/// The network that writes: given context, topic and noise, a distribution over each next symbol.
public final class Generator {
    /// Its parameters.
    public let parameters: Parameters
    /// Its shape.
    public let configuration: ModelConfiguration
    let body: ContextualLSTM

    /// A generator with fresh weights drawn from `source`.
    public init(
        _ configuration: ModelConfiguration, precision: Precision, _ source: RandomSource
    ) {
        self.configuration = configuration
        parameters = Parameters(precision: precision)
        body = ContextualLSTM(
            parameters, configuration, hidden: configuration.hidden, noise: configuration.noise)
        parameters.initialize(source.child("generator"))
    }

    /// Standard normal noise z [batch, noise], one row a continuation.
    public func noise(batch: Int, _ source: RandomSource, on tape: Tape) -> Variable? {
        noise((0..<batch).map { source.child("noise", $0) }, on: tape)
    }

    /// Standard normal noise z [sources, noise], each row from a source of its own.
    func noise(_ sources: [RandomSource], on tape: Tape) -> Variable? {
        guard configuration.noise > 0 else { return nil }
        let z = tape.matrix(sources.count, configuration.noise)
        for (row, source) in sources.enumerated() {
            riposte_normal(source.key, Int64(z.columns), z.pointer + row * z.columns)
        }
        return tape.constant(z)
    }

    /// Teacher forcing: the logits [steps·B, symbols] of every symbol of `batch`'s continuations, given
    /// the symbols before it.
    ///
    /// - Parameters:
    ///   - source: draws the noise, and the dropout masks when `keep` is below 1.
    ///   - keep: the share of inputs and states that dropout keeps.
    public func logits(
        _ batch: Batch, _ source: RandomSource, keep: Float = 1, _ weights: Weights
    ) -> Variable {
        let tape = weights.tape
        let dropout =
            keep < 1
            ? Dropout(keep: keep, source: source.child("dropout")) : nil
        let z = noise(batch: batch.size, source, on: tape)
        let conditioned = body.condition(on: batch, noise: z, dropout: dropout, weights)
        let embedded = body.embedding(tape.indices(batch.inputs), weights)
        let reading = body.read(embedded, under: conditioned, dropout: dropout, weights)
        return body.logits(reading, dropout: dropout, weights)
    }
}

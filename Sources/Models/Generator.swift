import CKernels
import Foundation
import Networks
import Tensors

/// The network that writes: given context, topic and noise, a distribution over each next symbol.
public final class Generator {
    /// Its parameters.
    public let parameters: Parameters
    /// Its shape.
    public let configuration: ModelConfiguration
    let body: ContextualLSTM
    /// What the steps multiply when it writes.
    public var writing = WritingPrecision.own
    private let lock = NSLock()
    private var rounded: (body: Int8Body, version: Int)?
    /// For writing in int8.
    let spareTapes: SpareTapes

    /// A generator with fresh weights drawn from `source`.
    public convenience init(
        _ configuration: ModelConfiguration, precision: Precision, _ source: RandomSource
    ) {
        self.init(shapedAs: configuration, precision: precision)
        parameters.initialize(source.child("generator"))
    }

    /// A generator whose parameters have shapes but no values yet.
    public init(shapedAs configuration: ModelConfiguration, precision: Precision) {
        self.configuration = configuration
        parameters = Parameters(precision: precision)
        spareTapes = SpareTapes(precision: precision)
        body = ContextualLSTM(
            parameters, configuration, hidden: configuration.hidden,
            noise: configuration.noise + configuration.codeWidth)
    }

    /// The body's weights in int8, made anew where they have changed since they were last asked for.
    var int8Body: Int8Body {
        lock.withLock {
            if let rounded, rounded.version == parameters.version { return rounded.body }
            let fresh = Int8Body(body, of: parameters)
            rounded = (fresh, parameters.version)
            return fresh
        }
    }

    /// The code of continuation `passage` of a batch whose noise comes from `source`, unless one is asked
    /// for; nil for a model without codes.
    public func code(passage: Int, _ source: RandomSource) -> LatentCode? {
        code(from: source.child("noise", passage))
    }

    /// The code of a continuation whose noise comes from `noise`: what is not chosen is drawn.
    public func code(from noise: RandomSource, _ choice: CodeChoice? = nil) -> LatentCode? {
        guard configuration.codes > 0 else { return nil }
        let drawn = LatentCode(drawnFrom: noise, categories: configuration.codes)
        return choice?.completed(by: drawn) ?? drawn
    }

    /// What chance tells the generator, [batch, noise + code], one row a continuation: standard normal
    /// noise z, and the latent code q.
    public func noise(batch: Int, _ source: RandomSource, on tape: Tape) -> Variable? {
        noise((0..<batch).map { source.child("noise", $0) }, on: tape)
    }

    /// The same, each row from a source of its own; `codes` are those that are asked for.
    func noise(_ sources: [RandomSource], codes: [CodeChoice?]? = nil, on tape: Tape) -> Variable? {
        let width = configuration.noise + configuration.codeWidth
        guard width > 0 else { return nil }
        let z = tape.matrix(sources.count, width)
        for (row, source) in sources.enumerated() {
            let start = z.pointer + row * width
            if configuration.noise > 0 {
                riposte_normal(source.key, Int64(configuration.noise), start)
            }
            let vector = code(from: source, codes?[row])?.vector(categories: configuration.codes)
            for (column, value) in (vector ?? []).enumerated() {
                start[configuration.noise + column] = value
            }
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
        let text = body.embedding.lookedUp(tape.indices(batch.inputs), weights)
        let reading = body.read(text, under: conditioned, dropout: dropout, weights)
        return body.logits(reading, dropout: dropout, weights)
    }
}

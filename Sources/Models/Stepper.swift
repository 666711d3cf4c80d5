import Networks
import Tensors

/// The generator run freely, a step at a time: the operations of teacher forcing with sequences of
/// length one, on a tape that records nothing. Training draws its samples with it, and so do people.
public final class Stepper {
    /// B, how many continuations run side by side.
    public let batch: Int
    private let generator: Generator
    private let contextTape: Tape
    private let stepTape: Tape
    private let conditioned: ContextualLSTM.Conditioned
    private var carried: [(state: Matrix, cell: Matrix)]
    private var isFresh = true

    /// Reads the contexts, topics and noise of `batch`.
    public convenience init(_ generator: Generator, _ batch: Batch, _ source: RandomSource) {
        self.init(
            generator, batch, noise: (0..<batch.size).map { source.child("noise", $0) })
    }

    /// Reads the contexts and topics of `batch`; z and q of passage b are drawn from `noise[b]`, but what
    /// `codes[b]` chooses.
    init(
        _ generator: Generator, _ batch: Batch, noise: [RandomSource], codes: [CodeChoice?]? = nil
    ) {
        precondition(noise.count == batch.size, "a source of noise for each passage")
        self.generator = generator
        self.batch = batch.size
        let precision = generator.parameters.precision
        let contextTape = Tape(precision: precision)
        stepTape = Tape(precision: precision)
        contextTape.isRecording = false
        stepTape.isRecording = false
        let z = generator.noise(noise, codes: codes, on: contextTape)
        conditioned = generator.body.condition(
            on: batch, noise: z, generator.parameters.bound(to: contextTape, gradients: nil))
        carried = conditioned.initial.map { initial in
            let (rows, columns) = (initial.state.rows, initial.state.columns)
            return (contextTape.matrix(rows, columns), contextTape.matrix(rows, columns))
        }
        self.contextTape = contextTape
    }

    /// Where the attention looked at the last step, [B, contextSteps]; nil without attention. Valid
    /// until the next step, as long as the stepper lives.
    public private(set) var attentionWeights: Matrix?

    /// Feeds each continuation its last symbol; returns the logits [B, symbols] of the next one, valid
    /// until the next step, as long as the stepper lives.
    public func step(_ symbols: [Int32]) -> Matrix {
        stepTape.reset()
        let weights = generator.parameters.bound(to: stepTape, gradients: nil)
        let embedded = generator.body.embedding(stepTape.indices(symbols), weights)
        let before = carried.map {
            (state: stepTape.constant($0.state), cell: stepTape.constant($0.cell))
        }
        let reading = generator.body.read(
            embedded, under: conditioned, from: isFresh ? nil : before, weights)
        let logits = generator.body.logits(reading, weights)
        for (kept, last) in zip(carried, reading.carried) {
            kept.state.pointer.update(from: last.state.value.pointer, count: kept.state.count)
            kept.cell.pointer.update(from: last.cell.value.pointer, count: kept.cell.count)
        }
        isFresh = false
        attentionWeights = reading.attentionWeights
        return logits.value
    }
}

import Networks
import Tensors

/// The generator run freely, a step at a time: the operations of teacher forcing with sequences of
/// length one, on a tape that records nothing. Training draws its samples with it, and so do people.
public final class Stepper {
    /// B, how many continuations run side by side.
    public let batch: Int
    private let generator: Generator
    private let tape: Tape
    private let weights: Weights
    /// What lies before it stays for all steps.
    private let stepMark: Tape.Mark
    private let conditioned: ContextualLSTM.Conditioned
    private var carried: [(state: Matrix, cell: Matrix)]
    private var isFresh = true
    private let wasRecording: Bool
    /// The steps, where they are in int8.
    private let int8: Int8Steps?
    private let isTapeLent: Bool

    /// Reads the contexts, topics and noise of `batch`.
    ///
    /// - Parameters:
    ///   - writing: what the steps multiply; as the generator writes when nil.
    ///   - tape: lends its memory, and does not record, until the stepper is gone; one of its own when
    ///     nil.
    public convenience init(
        _ generator: Generator, _ batch: Batch, _ source: RandomSource,
        in writing: WritingPrecision? = nil, on tape: Tape? = nil
    ) {
        self.init(
            generator, batch, noise: (0..<batch.size).map { source.child("noise", $0) },
            in: writing, on: tape)
    }

    /// Reads the contexts and topics of `batch`; z and q of passage b are drawn from `noise[b]`, but what
    /// `codes[b]` chooses.
    package init(
        _ generator: Generator, _ batch: Batch, noise: [RandomSource],
        codes: [CodeChoice?]? = nil, in writing: WritingPrecision? = nil, on tape: Tape? = nil
    ) {
        precondition(noise.count == batch.size, "a source of noise for each passage")
        self.generator = generator
        self.batch = batch.size
        let rounded =
            (writing ?? generator.writing).isInt8(rows: batch.size) ? generator.int8Body : nil
        isTapeLent = tape == nil && rounded != nil
        let tape =
            tape
            ?? (isTapeLent
                ? generator.spareTapes.lend() : Tape(precision: generator.parameters.precision))
        let wasRecording = tape.isRecording
        tape.isRecording = false
        self.tape = tape
        self.wasRecording = wasRecording
        let weights = generator.parameters.bound(to: tape, gradients: nil)
        self.weights = weights
        let z = generator.noise(noise, codes: codes, on: tape)
        conditioned = generator.body.condition(
            on: batch, noise: z, int8: rounded?.encoder, weights)
        int8 = rounded.map { [conditioned] in
            Int8Steps(
                $0, conditioned, bias: generator.body.output.bias.map { weights[$0].value },
                symbols: generator.configuration.symbols, on: tape)
        }
        // In int8 the steps keep their own.
        carried = (int8 == nil ? conditioned.initial : []).map { initial in
            let (rows, columns) = (initial.state.rows, initial.state.columns)
            return (tape.matrix(rows, columns), tape.matrix(rows, columns))
        }
        // What every step reads must lie before the mark.
        conditioned.shared.forEach { $0.settle() }
        stepMark = tape.mark
    }

    deinit {
        tape.isRecording = wasRecording
        if isTapeLent { generator.spareTapes.takeBack(tape) }
    }

    /// Where the attention looked at the last step, [B, contextSteps]; nil without attention. Valid
    /// until the next step, as long as the stepper lives.
    public private(set) var attentionWeights: Matrix?

    /// Feeds each continuation its last symbol; returns the logits [B, symbols] of the next one, valid
    /// until the next step, as long as the stepper lives.
    public func step(_ symbols: [Int32]) -> Matrix {
        if let int8 {
            let logits = int8.step(symbols)
            attentionWeights = int8.attentionWeights
            return logits
        }
        tape.backward(to: stepMark)
        let embedded = generator.body.embedding(tape.indices(symbols), weights)
        let before = carried.map {
            (state: tape.constant($0.state), cell: tape.constant($0.cell))
        }
        let reading = generator.body.read(
            .vectors(embedded), under: conditioned, from: isFresh ? nil : before, weights)
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

import Networks
import Tensors

/// The generator run freely under *topic guidance*: what a topic changes is exaggerated.
///
///     log p = log p(·|context, none) + g·(log p(·|context, topic) − log p(·|context, none))
///
/// up to a constant. This is classifier-free guidance (Ho and Salimans 2022, equation 6, with
/// g = 1 + w; for language models Sanchez et al. 2023, "Stay on topic with classifier-free
/// guidance"). Training shows some passages without their topic, so the generator knows both
/// distributions.
///
/// Every passage that has a topic gets a twin without one: same context, noise and symbols, a row
/// further down in the same products. With g = 1, and for passages
/// without a topic, there is nothing to mix: no twins, and the logits are the generator's own to the
/// bit.
public final class GuidedStepper {
    /// B, how many continuations run side by side.
    public let batch: Int
    private let stepper: Stepper
    private let guidance: Float
    /// The passages that have a twin: passage `guided[i]` has it in row B + i.
    private let guided: [Int]

    /// Reads the contexts, topics and noise of `batch`.
    public convenience init(
        _ generator: Generator, _ batch: Batch, guidance: Float, _ source: RandomSource
    ) {
        self.init(
            generator, batch, guidance: guidance,
            noise: (0..<batch.size).map { source.child("noise", $0) })
    }

    /// Reads the contexts and topics of `batch`; z and q of passage b are drawn from `noise[b]`, but what
    /// `codes[b]` chooses.
    ///
    /// - Parameter writing: what the steps multiply; as the generator writes when nil.
    public init(
        _ generator: Generator, _ batch: Batch, guidance: Float, noise: [RandomSource],
        codes: [CodeChoice?]? = nil, in writing: WritingPrecision? = nil
    ) {
        let own = Array(0..<batch.size)
        let count = generator.configuration.topics
        let none = Mismatch.topicVectors([nil], count: count)
        let guided =
            guidance == 1 || count < 2
            ? [] : own.filter { Array(batch.topics[$0 * count..<($0 + 1) * count]) != none }
        let all =
            guided.isEmpty
            ? batch
            : batch.passages(own + guided).withTopics(
                batch.topics + guided.flatMap { _ in none })
        stepper = Stepper(
            generator, all, noise: noise + guided.map { noise[$0] },
            codes: codes.map { codes in codes + guided.map { codes[$0] } }, in: writing)
        self.batch = batch.size
        self.guidance = guidance
        self.guided = guided
    }

    /// Where the attention looked at the last step, [B, contextSteps], with the topic; nil without
    /// attention. Valid until the next step, as long as the stepper lives.
    public var attentionWeights: Matrix? { stepper.attentionWeights?.rows(0..<batch) }

    /// Feeds each continuation its last symbol; returns the guided logits [B, symbols] of the next one,
    /// valid until the next step, as long as the stepper lives.
    public func step(_ symbols: [Int32]) -> Matrix {
        let logits = stepper.step(symbols + guided.map { symbols[$0] })
        // Logits may be mixed in place of log-probabilities: what normalises them is the same for every
        // symbol of a row, and softmax forgets it.
        for (index, passage) in guided.enumerated() {
            let own = logits.rows(passage..<passage + 1).elements
            let twin = logits.rows(batch + index..<batch + index + 1).elements
            for symbol in own.indices {
                own[symbol] = twin[symbol] + guidance * (own[symbol] - twin[symbol])
            }
        }
        return logits.rows(0..<batch)
    }
}

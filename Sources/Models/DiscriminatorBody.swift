import Networks
import Tensors

/// The kinds of network that can judge.
public enum DiscriminatorKind: String, Codable, Sendable, CaseIterable {
    /// An LSTM of the generator's kind, which starts from likelihood-trained weights.
    case recurrent
    /// Strided convolutions over time, which start fresh.
    case convolutional
}

/// What stands below the discriminator's heads: reads texts, under conditions that were read before.
protocol DiscriminatorBody {
    /// How many signs it gives of a character beside its state.
    var signs: Int { get }
    /// Reads the contexts and topics of `batch`.
    func condition(on batch: Batch, dropout: Dropout?, _ weights: Weights) -> any ConditionedBody
}

/// A body that has read contexts and topics.
protocol ConditionedBody {
    /// The contexts' summaries s [B, contextHidden]; nil where no context is read.
    var summary: Variable? { get }
    /// The context encoder's states [contextSteps·B, contextHidden]; nil where no context is read.
    var contextStates: Variable? { get }
    /// For each passage the step at which its context begins.
    var contextStarts: UnsafeMutableBufferPointer<Int32> { get }
    /// θ·E_topic [B, topicWidth]; nil without topics.
    var topic: Variable? { get }
    /// All that texts read of it.
    var shared: [Variable] { get }
    /// Reads a text; `counts` [steps·B] is 1 up to each passage's end, 0 after it.
    func read(
        _ text: Discriminator.Text, counts: [Float], dropout: Dropout?, _ weights: Weights
    ) -> BodyReading
}

/// What a body makes of a text.
struct BodyReading {
    /// What the heads read, [rows, discriminatorHidden]; row r is of passage r mod B.
    let states: Variable
    /// Further signs, [rows, 1] each.
    let signs: [Variable]
    /// For each character [steps·B] its row; nil where each has a row of its own.
    let rowsOfCharacters: [Int32]?
}

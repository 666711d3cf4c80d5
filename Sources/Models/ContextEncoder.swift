import Networks
import Tensors

/// Reads the context: characters → embedding → LSTM → states, the last one a summary.
struct ContextEncoder {
    let lstm: LSTM

    init(_ parameters: Parameters, _ name: String, _ configuration: ModelConfiguration) {
        lstm = LSTM(
            parameters, "\(name).lstm", inputs: configuration.embedding,
            hidden: configuration.contextHidden)
    }

    /// The states [contextSteps·B, contextHidden], zero before each context begins; and the summary
    /// s [B, contextHidden], zero for an empty context.
    func callAsFunction(
        _ text: LSTMInput, starts: UnsafeMutableBufferPointer<Int32>, batch: Int,
        _ weights: Weights
    ) -> (states: Variable, summary: Variable) {
        let states = lstm(
            text, condition: lstm.condition(nil, weights), batch: batch, starts: starts,
            weights
        ).states
        let last = states.rows - batch..<states.rows
        return (states, weights.tape.rows(last, of: states))
    }
}

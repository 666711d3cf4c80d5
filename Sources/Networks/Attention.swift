import Tensors

/// Attention over a memory of states: queries, keys and values are projections to `width`.
public struct Attention {
    /// From the attending states.
    public let query: Linear
    /// From the memory: where to look.
    public let key: Linear
    /// From the memory: what is read there.
    public let value: Linear

    /// Attention from states of `inputs` to a memory of `memory` columns.
    public init(_ parameters: Parameters, _ name: String, inputs: Int, memory: Int, width: Int) {
        query = Linear(parameters, "\(name).query", inputs: inputs, outputs: width, hasBias: false)
        key = Linear(parameters, "\(name).key", inputs: memory, outputs: width, hasBias: false)
        value = Linear(parameters, "\(name).value", inputs: memory, outputs: width, hasBias: false)
    }
}

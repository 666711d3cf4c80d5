import Tensors

/// One LSTM layer; a conditioning vector may enter at every step, beside the input.
public struct LSTM {
    /// W [4·hidden, inputs + hidden], gates in the order input, forget, cell, output.
    public let weight: Parameter
    /// b [1, 4·hidden]; the forget gates begin at 1 (Jozefowicz et al. 2015).
    public let bias: Parameter
    /// U [4·hidden, condition].
    public let conditionWeight: Parameter?
    /// Width of the state.
    public let hidden: Int

    /// Weights uniform in ±2/√hidden: twice the usual width, with which likelihood training gets
    /// further in its first hundreds of updates.
    public init(
        _ parameters: Parameters, _ name: String, inputs: Int, hidden: Int, condition: Int = 0
    ) {
        self.hidden = hidden
        let limit = 2 / Float(hidden).squareRoot()
        weight = parameters.add(
            "\(name).weight", rows: 4 * hidden, columns: inputs + hidden, .uniform(limit),
            isProductOperand: true)
        bias = parameters.add(
            "\(name).bias", rows: 1, columns: 4 * hidden, .range(hidden..<2 * hidden, 1))
        conditionWeight =
            condition > 0
            ? parameters.add(
                "\(name).condition", rows: 4 * hidden, columns: condition, .uniform(limit),
                isProductOperand: true) : nil
    }

    /// What the steps of one sequence have in common: u·Uᵀ + b [batch, 4·hidden], or b alone.
    public func condition(_ u: Variable?, _ weights: Weights) -> Variable {
        guard let conditionWeight, let u else { return weights[bias] }
        return weights.tape.linear(u, weights[conditionWeight], bias: weights[bias])
    }

    /// x [steps·batch, inputs], or the symbols that it stands for, to the states [steps·batch, hidden],
    /// time-major.
    public func callAsFunction(
        _ x: LSTMInput, condition: Variable, initial: (state: Variable, cell: Variable)? = nil,
        batch: Int, starts: UnsafeMutableBufferPointer<Int32>? = nil, _ weights: Weights
    ) -> LSTMOutput {
        weights.tape.lstm(
            x, weight: weights[weight], condition: condition, initial: initial, batch: batch,
            starts: starts)
    }
}

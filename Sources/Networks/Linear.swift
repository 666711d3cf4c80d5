import Tensors

/// y = x·Wᵀ + b, from `inputs` to `outputs`.
public struct Linear {
    /// W [outputs, inputs].
    public let weight: Parameter
    /// b [1, outputs].
    public let bias: Parameter?

    /// Weights uniform in ±1/√inputs.
    public init(
        _ parameters: Parameters, _ name: String, inputs: Int, outputs: Int, hasBias: Bool = true
    ) {
        weight = parameters.add(
            "\(name).weight", rows: outputs, columns: inputs,
            .uniform(1 / Float(inputs).squareRoot()), isProductOperand: true)
        bias =
            hasBias
            ? parameters.add("\(name).bias", rows: 1, columns: outputs, .constant(0)) : nil
    }

    /// x [rows, inputs] to [rows, outputs].
    public func callAsFunction(_ x: Variable, _ weights: Weights) -> Variable {
        weights.tape.linear(x, weights[weight], bias: bias.map { weights[$0] })
    }
}

import Tensors

/// Layer normalisation with a gain and a bias for every column.
public struct LayerNorm {
    /// [1, width], 1 at first.
    public let gain: Parameter
    /// [1, width], 0 at first.
    public let bias: Parameter

    /// For rows of `width` columns.
    public init(_ parameters: Parameters, _ name: String, width: Int) {
        gain = parameters.add("\(name).gain", rows: 1, columns: width, .constant(1))
        bias = parameters.add("\(name).bias", rows: 1, columns: width, .constant(0))
    }

    /// x [rows, width], each row normalised.
    public func callAsFunction(_ x: Variable, _ weights: Weights) -> Variable {
        weights.tape.layerNorm(x, gain: weights[gain], bias: weights[bias])
    }
}

import Tensors

/// A strided convolution over time: from step to step the same filters, each over a window of steps.
public struct Convolution {
    /// Filters [outputs, width·inputs], a window's steps side by side, and a bias.
    public let filters: Linear
    /// Steps that a filter sees.
    public let width: Int
    /// Steps from one window to the next.
    public let stride: Int
    /// Steps that the first window reaches back before the first step.
    public let padding: Int

    /// Filters uniform in ±1/√(width·inputs).
    public init(
        _ parameters: Parameters, _ name: String, inputs: Int, outputs: Int, width: Int,
        stride: Int, padding: Int
    ) {
        filters = Linear(parameters, name, inputs: width * inputs, outputs: outputs)
        self.width = width
        self.stride = stride
        self.padding = padding
    }

    /// x [steps·batch, inputs], time-major, to [⌈steps/stride⌉·batch, outputs].
    public func callAsFunction(_ x: Variable, batch: Int, _ weights: Weights) -> Variable {
        let windows = weights.tape.windows(
            x, width: width, stride: stride, padding: padding, batch: batch)
        return filters(windows, weights)
    }
}

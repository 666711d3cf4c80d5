import Tensors

/// A vector for each symbol.
public struct Embedding {
    /// E [symbols, width].
    public let table: Parameter

    /// Vectors uniform in ±√3, a standard deviation of 1: large enough for the gates to tell symbols
    /// apart from the first step on.
    public init(_ parameters: Parameters, _ name: String, symbols: Int, width: Int) {
        table = parameters.add(
            name, rows: symbols, columns: width, .uniform(1.732), isProductOperand: true)
    }

    /// Row r of the result belongs to symbol r.
    public func callAsFunction(
        _ symbols: UnsafeMutableBufferPointer<Int32>, _ weights: Weights
    ) -> Variable {
        weights.tape.embedding(weights[table], symbols)
    }

    /// Symbols for a layer to look up.
    public func lookedUp(
        _ symbols: UnsafeMutableBufferPointer<Int32>, _ weights: Weights
    ) -> LSTMInput {
        .symbols(symbols, table: weights[table])
    }

    /// The embedding of relaxed symbols y [rows, symbols]: y·E.
    public func callAsFunction(relaxed y: Variable, _ weights: Weights) -> Variable {
        weights.tape.rowMixture(y, of: weights[table])
    }
}

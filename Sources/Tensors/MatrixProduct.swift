/// A matrix product that a network makes, by its shape: what the arithmetic of an update consists of.
public struct MatrixProduct: Hashable, Sendable {
    /// Which product, of x [rows, inputs], W [outputs, inputs] and y [rows, outputs].
    public enum Kind: Hashable, Sendable {
        /// y = x·Wᵀ, with packed weights.
        case forward
        /// dx = dy·W, with packed weights.
        case backward
        /// dW += dyᵀ·x.
        case weightGradient
        /// y = x·W for a W [inputs, outputs] that is no weight: attention's, one a passage. One of them
        /// may be stored transposed.
        case perPassage(TransposedOperand)
    }

    /// Which product.
    public let kind: Kind
    /// Rows of x and y.
    public let rows: Int
    /// Columns of x.
    public let inputs: Int
    /// Columns of y.
    public let outputs: Int
    /// How many of it, over successive rows; per-passage ones side by side.
    public let count: Int

    /// `count` products of this shape.
    public init(_ kind: Kind, rows: Int, inputs: Int, outputs: Int, count: Int = 1) {
        self.kind = kind
        self.rows = rows
        self.inputs = inputs
        self.outputs = outputs
        self.count = count
    }

    /// Multiplications and additions of all of them.
    public var operations: Double { 2 * Double(rows * inputs) * Double(outputs * count) }
}

import Networks
import Tensors

/// What the Wasserstein objectives need to know of a discriminator.
extension Discriminator {
    /// Where among ``parameters``' values are those elements that the realism logit does not depend on
    /// (the other heads' rows), or on which its slope does not (the biases of the heads).
    public var elementsBesideRealism: [Range<Int>] {
        func otherRows(_ weight: Parameter) -> Range<Int> {
            let row = Head.realism.rawValue
            precondition(row == 0, "the other heads' rows lie together")
            return weight.offset + weight.columns..<weight.offset + weight.count
        }
        let biases = heads.bias.map { $0.offset..<$0.offset + $0.count }
        return [otherRows(heads.weight), otherRows(evidence.weight)] + (biases.map { [$0] } ?? [])
            + (codeReader?.elements ?? [])
    }

    /// Multiplies the realism logit by `factor`; it is linear in its rows of the last layer.
    public func scaleRealism(by factor: Float) {
        let row = Head.realism.rawValue
        let weights = [heads.weight, evidence.weight].map {
            parameters.value(of: $0).rows(row..<row + 1).elements
        }
        for row in weights { for index in row.indices { row[index] *= factor } }
        if let bias = heads.bias { parameters.value(of: bias)[0, row] *= factor }
        parameters.pack()
    }
}

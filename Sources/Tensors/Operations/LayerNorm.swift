import CKernels

extension Tape {
    /// Layer normalisation of every row of x [rows, columns] (Ba, Kiros and Hinton 2016), with
    /// `gain` and `bias` [1, columns].
    public func layerNorm(_ x: Variable, gain: Variable, bias: Variable) -> Variable {
        precondition(gain.columns == x.columns && bias.columns == x.columns, "layerNorm: shapes")
        let y = matrix(x.rows, x.columns)
        let normalized = matrix(x.rows, x.columns)
        let inverseDeviation = matrix(x.rows, 1)
        riposte_layer_norm(
            Int64(x.rows), Int64(x.columns), x.value.pointer, gain.value.pointer,
            bias.value.pointer, normalized.pointer, inverseDeviation.pointer, y.pointer)
        let output = result(y, of: [x, gain, bias])
        record(output) { dy in
            let learns = gain.needsGradient && bias.needsGradient
            riposte_layer_norm_backward(
                Int64(x.rows), Int64(x.columns), normalized.pointer, inverseDeviation.pointer,
                gain.value.pointer, dy.pointer, x.accumulatedGradient.pointer,
                learns ? gain.accumulatedGradient.pointer : nil,
                learns ? bias.accumulatedGradient.pointer : nil)
        }
        return output
    }
}

import CKernels

extension Tape {
    /// log softmax of every row.
    public func logSoftmax(_ x: Variable) -> Variable {
        let y = matrix(x.rows, x.columns)
        riposte_log_softmax(Int64(x.rows), Int64(x.columns), x.value.pointer, y.pointer)
        let output = result(y, of: [x])
        record(output) { dy in
            riposte_log_softmax_backward(
                Int64(x.rows), Int64(x.columns), y.pointer, dy.pointer,
                x.accumulatedGradient.pointer)
        }
        return output
    }
}

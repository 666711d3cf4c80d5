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

    /// The inner product of each row of `a` with the same row of `b`: [rows, 1].
    public func rowProducts(_ a: Variable, _ b: Variable) -> Variable {
        precondition(a.rows == b.rows && a.columns == b.columns, "rowProducts: unequal shapes")
        let columns = a.columns
        let y = matrix(a.rows, 1)
        for row in 0..<a.rows {
            let left = a.value.pointer + row * columns
            let right = b.value.pointer + row * columns
            var sum: Float = 0
            for column in 0..<columns where left[column] != 0 {
                sum += left[column] * right[column]
            }
            y.pointer[row] = sum
        }
        let output = result(y, of: [a, b])
        record(output) { dy in
            for (input, other) in [(a, b), (b, a)] where input.needsGradient {
                let gradient = input.accumulatedGradient
                for row in 0..<dy.rows {
                    riposte_add_scaled(
                        1, Int64(columns), dy.pointer[row], other.value.pointer + row * columns, 0,
                        gradient.pointer + row * columns, 0)
                }
            }
        }
        return output
    }
}

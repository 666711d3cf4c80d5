import CKernels

extension Tape {
    /// Every element of `x` times `factor`.
    public func scaled(_ x: Variable, by factor: Float) -> Variable {
        factor == 1 ? x : scaleRows(x, by: Array(repeating: factor, count: x.rows))
    }

    /// Each row of `x` [rows, columns] times a number of its own, `factors` [rows].
    public func scaleRows(_ x: Variable, by factors: [Float]) -> Variable {
        precondition(factors.count == x.rows, "scaleRows: \(factors.count) for \(x.value.shape)")
        let columns = x.columns
        let kept = arena.allocate(Float.self, count: factors.count)
        kept.update(from: factors, count: factors.count)
        let y = matrix(x.rows, columns)
        y.fill(0)
        for row in 0..<x.rows where kept[row] != 0 {
            riposte_add_scaled(
                1, Int64(columns), kept[row], x.value.pointer + row * columns, 0,
                y.pointer + row * columns, 0)
        }
        let output = result(y, of: [x])
        record(output) { dy in
            let dx = x.accumulatedGradient
            for row in 0..<dy.rows where kept[row] != 0 {
                riposte_add_scaled(
                    1, Int64(columns), kept[row], dy.pointer + row * columns, 0,
                    dx.pointer + row * columns, 0)
            }
        }
        return output
    }
}

import CKernels

extension Tape {
    /// Windows over time, the operand of a strided one-dimensional convolution: a convolution is then
    /// one product of all windows with the filters.
    ///
    /// Window p of a sequence holds its steps p·stride − padding … p·stride − padding + width − 1 side
    /// by side; steps before the first and after the last are 0.
    ///
    /// - Parameters:
    ///   - x: [steps·batch, columns], time-major (row t·batch + b).
    ///   - padding: steps before the first that window 0 reaches back.
    /// - Returns: [⌈steps/stride⌉·batch, width·columns], time-major.
    public func windows(_ x: Variable, width: Int, stride: Int, padding: Int, batch: Int)
        -> Variable
    {
        precondition(
            batch > 0 && x.rows % batch == 0 && width > 0 && stride > 0 && padding >= 0,
            "windows: x \(x.value.shape), batch \(batch), width \(width), stride \(stride)")
        let steps = x.rows / batch
        let count = (steps + stride - 1) / stride
        let columns = x.columns
        let y = matrix(count * batch, width * columns)
        // Each tap of each window is a block of `batch` rows.
        func eachTap(_ body: (_ window: Int, _ tap: Int, _ step: Int) -> Void) {
            for window in 0..<count {
                for tap in 0..<width { body(window, tap, window * stride - padding + tap) }
            }
        }
        func place(_ window: Int, _ tap: Int, in matrix: Matrix) -> UnsafeMutablePointer<Float> {
            matrix.rows(window * batch..<(window + 1) * batch).pointer + tap * columns
        }
        y.fill(0)
        eachTap { window, tap, step in
            guard (0..<steps).contains(step) else { return }
            riposte_copy(
                Int64(batch), Int64(columns), x.value.pointer + step * batch * columns,
                Int64(columns), place(window, tap, in: y), Int64(y.columns))
        }
        let output = result(y, of: [x])
        record(output) { dy in
            let dx = x.accumulatedGradient
            eachTap { window, tap, step in
                guard (0..<steps).contains(step) else { return }
                riposte_add_scaled(
                    Int64(batch), Int64(columns), 1, place(window, tap, in: dy),
                    Int64(dy.columns), dx.pointer + step * batch * columns, Int64(columns))
            }
        }
        return output
    }
}

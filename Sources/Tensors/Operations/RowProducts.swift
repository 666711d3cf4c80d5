import CKernels

extension Tape {
    /// The inner product of each row of `a` [rows, columns] with the row of `b` that belongs to it:
    /// [rows, 1]. Where b has fewer rows (one a passage), row r of a belongs to row r mod b.rows.
    public func rowProducts(_ a: Variable, _ b: Variable) -> Variable {
        precondition(
            a.columns == b.columns && b.rows > 0 && a.rows % b.rows == 0,
            "rowProducts: \(a.value.shape) and \(b.value.shape)")
        let columns = a.columns
        let period = b.rows
        let y = matrix(a.rows, 1)
        riposte_row_products(
            Int64(a.rows), Int64(columns), a.value.pointer, b.value.pointer, Int64(period),
            y.pointer)
        let output = result(y, of: [a, b])
        record(output) { dy in
            let dA = a.needsGradient ? a.accumulatedGradient : nil
            let dB = b.needsGradient ? b.accumulatedGradient : nil
            for row in 0..<dy.rows {
                let own = row * columns
                let other = row % period * columns
                if let dA {
                    riposte_add_scaled(
                        1, Int64(columns), dy.pointer[row], b.value.pointer + other, 0,
                        dA.pointer + own, 0)
                }
                if let dB {
                    riposte_add_scaled(
                        1, Int64(columns), dy.pointer[row], a.value.pointer + own, 0,
                        dB.pointer + other, 0)
                }
            }
        }
        return output
    }
}

extension Tape {
    /// y·E: each row a mixture of the rows of `table` E [symbols, columns] (packed), by the weights in
    /// y [rows, symbols]. For a one-hot row it is the embedding of the symbol.
    public func rowMixture(_ y: Variable, of table: Variable) -> Variable {
        precondition(y.columns == table.rows, "rowMixture: \(y.value.shape) · \(table.value.shape)")
        let packed = packedForm(of: table)
        let x = matrix(y.rows, table.columns)
        packed.multiplyBackward(y.operand, into: x)
        let output = result(x, of: [y, table])
        record(output) { [unowned self] dx in
            let operand = self.operand(of: dx)
            if table.needsGradient {
                addTransposedProduct(y.operand, operand, intoGradientOf: table)
            }
            if y.needsGradient {
                y.withGradient { dy, accumulate in
                    packed.multiply(operand, into: dy, accumulate: accumulate)
                }
            }
        }
        return output
    }
}

import CKernels

extension Tape {
    /// y = Σ xᵢ·Wᵢᵀ + b: the sum of linear maps of several inputs.
    ///
    /// - Parameters:
    ///   - terms: inputs xᵢ [rows, inputsᵢ] with their packed weights Wᵢ [outputs, inputsᵢ].
    ///   - bias: b [1, outputs].
    /// - Returns: y [rows, outputs].
    public func linear(_ terms: [(x: Variable, weight: Variable)], bias: Variable? = nil)
        -> Variable
    {
        let rows = terms[0].x.rows
        let outputs = terms[0].weight.rows
        let y = matrix(rows, outputs)
        for (index, term) in terms.enumerated() {
            precondition(
                term.x.rows == rows && term.weight.rows == outputs
                    && term.x.columns == term.weight.columns,
                "linear: x \(term.x.value.shape), W \(term.weight.value.shape)")
            packedForm(of: term.weight).multiply(term.x.operand, into: y, accumulate: index > 0)
        }
        if let bias {
            riposte_add_bias(Int64(rows), Int64(outputs), bias.value.pointer, y.pointer)
        }
        let inputs = terms.flatMap { [$0.x, $0.weight] } + (bias.map { [$0] } ?? [])
        let output = result(y, of: inputs)
        record(output) { [unowned self] dy in
            let operand = self.operand(of: dy)
            for term in terms {
                if term.weight.needsGradient {
                    addTransposedProduct(
                        operand, term.x.operand, intoGradientOf: term.weight)
                }
                if term.x.needsGradient {
                    term.x.withGradient { dx, accumulate in
                        packedForm(of: term.weight).multiplyBackward(
                            operand, into: dx, accumulate: accumulate)
                    }
                }
            }
            if let bias, bias.needsGradient {
                riposte_add_column_sums_f32(
                    Int64(rows), Int64(outputs), dy.pointer, Int64(outputs),
                    bias.accumulatedGradient.pointer)
            }
        }
        return output
    }

    /// y = x·Wᵀ + b.
    public func linear(_ x: Variable, _ weight: Variable, bias: Variable? = nil) -> Variable {
        linear([(x, weight)], bias: bias)
    }
}

func packedForm(of weight: Variable) -> PackedWeights {
    guard let packed = weight.packed else {
        preconditionFailure("weight \(weight.value.shape) has not been packed")
    }
    return packed
}

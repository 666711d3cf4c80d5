import CKernels

extension Tape {
    /// The hyperbolic tangent of every element.
    public func tanh(_ x: Variable) -> Variable {
        let y = matrix(x.rows, x.columns)
        riposte_tanh(Int64(y.count), x.value.pointer, y.pointer)
        let output = result(y, of: [x])
        record(output) { dy in
            riposte_tanh_backward(
                Int64(y.count), y.pointer, dy.pointer, x.accumulatedGradient.pointer)
        }
        return output
    }

    /// Every element that is above 0, and `slope` times every other (Maas et al. 2013).
    public func leakyReLU(_ x: Variable, slope: Float) -> Variable {
        let y = matrix(x.rows, x.columns)
        riposte_leaky_relu(Int64(y.count), slope, x.value.pointer, y.pointer)
        let output = result(y, of: [x])
        record(output) { dy in
            riposte_leaky_relu_backward(
                Int64(dy.count), slope, x.value.pointer, dy.pointer,
                x.accumulatedGradient.pointer)
        }
        return output
    }

    /// Every element is kept and divided by `keep` with that probability, or becomes 0 (Srivastava
    /// et al. 2014). `source` names the mask.
    public func dropout(_ x: Variable, keep: Float, _ source: RandomSource) -> Variable {
        if keep >= 1 { return x }
        let y = matrix(x.rows, x.columns)
        riposte_dropout(source.key, Int64(y.count), keep, x.value.pointer, y.pointer)
        let output = result(y, of: [x])
        record(output) { dy in
            riposte_dropout_add(
                source.key, Int64(dy.count), keep, dy.pointer, x.accumulatedGradient.pointer)
        }
        return output
    }

    /// The sum of two matrices of one shape.
    public func sum(_ a: Variable, _ b: Variable) -> Variable {
        precondition(a.rows == b.rows && a.columns == b.columns, "sum of unequal shapes")
        let y = matrix(a.rows, a.columns)
        y.pointer.update(from: a.value.pointer, count: y.count)
        riposte_add_scaled(1, Int64(y.count), 1, b.value.pointer, 0, y.pointer, 0)
        let output = result(y, of: [a, b])
        record(output) { dy in
            for input in [a, b] where input.needsGradient {
                riposte_add_scaled(
                    1, Int64(dy.count), 1, dy.pointer, 0, input.accumulatedGradient.pointer, 0)
            }
        }
        return output
    }
}

import Tensors

/// The gradient penalty of WGAN-GP (Gulrajani et al. 2017, equation 3): λ·(‖g‖ − 1)² for the gradient
/// g = ∇ₓD(x) at points x between real and sampled texts, one point a passage.
///
/// Its gradient by the weights w would take derivatives of derivatives. But with the unit vector
/// n = g/‖g‖ held fixed,
///
///     ∂/∂w λ(‖g‖ − 1)²  =  2λ(‖g‖ − 1) · nᵀ ∂g/∂w  =  2λ(‖g‖ − 1) · d/dε ∇_w D(x + ε·n),
///
/// since mixed derivatives commute. The derivative along n is a central difference of two more
/// first-order passes, at x ± ε·n; its error is of the order ε².
///
/// A passage's D must depend on that passage alone, so the critic may not be normalised over the batch.
public struct GradientPenalty: Sendable {
    /// The critic: points x [steps·batch, columns], time-major, to D(x) in one column of [batch, heads].
    public typealias Critic = (_ x: Variable) -> Variable

    /// λ.
    public let weight: Double
    /// ε.
    public let step: Double
    /// The column of the critic's result that is penalised.
    public let column: Int

    /// The penalty with weight λ and difference step ε.
    public init(weight: Double, step: Double, column: Int = 0) {
        self.weight = weight
        self.step = step
        self.column = column
    }

    /// How steep the critic is at some points, and in which direction.
    public struct Slopes {
        /// ‖g‖ of each passage.
        public let norms: [Double]
        /// x [steps·batch, columns].
        let points: Matrix
        /// n = g/‖g‖, of the same shape; 0 where g is.
        let directions: Matrix
    }

    /// g at `x` [steps·batch, columns]. It runs `tape` backwards, so it comes before anything else is
    /// recorded there; `critic` holds its weights fixed.
    public func slopes(at x: Matrix, batch: Int, on tape: Tape, _ critic: Critic) -> Slopes {
        let gradient = tape.matrix(x.rows, x.columns)
        gradient.elements.update(repeating: 0)
        let verdict = critic(tape.weight(x, gradient: gradient))
        let seed = verdict.accumulatedGradient
        for b in 0..<batch { seed[b, column] = 1 }
        tape.backward()

        var squares = [Double](repeating: 0, count: batch)
        for row in 0..<x.rows {
            for value in gradient.rows(row..<row + 1).elements {
                squares[row % batch] += Double(value) * Double(value)
            }
        }
        let norms = squares.map { $0.squareRoot() }
        for row in 0..<x.rows {
            let norm = norms[row % batch]
            let scale = Float(norm > 0 ? 1 / norm : 0)
            for column in 0..<x.columns { gradient[row, column] *= scale }
        }
        return Slopes(norms: norms, points: x, directions: gradient)
    }

    /// Records the two passes at x ± ε·n and puts their gradients in place, so that `tape.backward()`
    /// adds `share` times the penalty's gradient to the weights that `critic` learns with.
    ///
    /// - Returns: λ(‖g‖ − 1)², the sum over the passages.
    public func record(_ slopes: Slopes, share: Double, on tape: Tape, _ critic: Critic) -> Double {
        for sign in [1.0, -1.0] {
            let moved = tape.matrix(slopes.points.rows, slopes.points.columns)
            let distance = Float(sign * step)
            for index in 0..<moved.count {
                moved.pointer[index] =
                    slopes.points.pointer[index] + distance * slopes.directions.pointer[index]
            }
            let seed = critic(tape.constant(moved)).accumulatedGradient
            for (b, norm) in slopes.norms.enumerated() {
                seed[b, column] += Float(share * weight * (norm - 1) * sign / step)
            }
        }
        return slopes.norms.reduce(0) { $0 + weight * ($1 - 1) * ($1 - 1) }
    }
}

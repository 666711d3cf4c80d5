/// Least squares (Mao et al. 2017, equation 9): real texts are drawn to 1, sampled ones to 0 by D and
/// to 1 by G.
public struct LeastSquares: Objective {
    /// The objective; it has no settings.
    public init() {}

    /// ½(r − 1)² + ½s²
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        (((real - 1) * (real - 1) + sampled * sampled) / 2, real - 1, sampled)
    }

    /// ½(s − 1)²
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        ((sampled - 1) * (sampled - 1) / 2, sampled - 1)
    }
}

/// The relativistic standard GAN (Jolicoeur-Martineau 2018, equations 4 and 5): how much more real is
/// the real text than the sampled one?
public struct Relativistic: Objective {
    /// The objective; it has no settings.
    public init() {}

    /// softplus(−(r − s))
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        let slope = sigmoid(sampled - real)
        return (softplus(sampled - real), -slope, slope)
    }

    /// softplus(−(s − r))
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        (softplus(real - sampled), -sigmoid(real - sampled))
    }
}

/// The Wasserstein distance in its dual form (Arjovsky et al. 2017, equation 2): D is a critic, whose
/// logits are read as they are. It measures a distance only while its slope is bounded, which is what
/// ``constraint`` sees to.
public struct Wasserstein: Objective {
    /// What bounds the critic's slope.
    public let constraint: Constraint

    /// The objective under `constraint`.
    public init(_ constraint: Constraint) { self.constraint = constraint }

    /// s − r
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        (sampled - real, -1, 1)
    }

    /// −s
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        (-sampled, -1)
    }
}

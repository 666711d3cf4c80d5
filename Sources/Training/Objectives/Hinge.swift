/// The hinge loss (Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17).
public struct Hinge: Objective {
    /// The objective; it has no settings.
    public init() {}

    /// max(0, 1 − r) + max(0, 1 + s)
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        (max(0, 1 - real) + max(0, 1 + sampled), real < 1 ? -1 : 0, sampled > -1 ? 1 : 0)
    }

    /// −s
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        (-sampled, -1)
    }
}

/// The game with the generator's loss turned round (Goodfellow et al. 2014, section 3):
/// D as in ``Minimax``, G minimises −log σ(s).
public struct NonSaturating: Objective {
    /// The objective; it has no settings.
    public init() {}

    /// softplus(−r) + softplus(s)
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        Minimax().discriminator(real: real, sampled: sampled)
    }

    /// softplus(−s)
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        (softplus(-sampled), -sigmoid(-sampled))
    }
}

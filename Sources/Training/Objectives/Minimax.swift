/// The original game (Goodfellow et al. 2014, equation 1):
/// D minimises −log σ(r) − log(1 − σ(s)), G minimises log(1 − σ(s)).
public struct Minimax: Objective {
    /// The objective; it has no settings.
    public init() {}

    /// softplus(−r) + softplus(s)
    public func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    {
        (softplus(-real) + softplus(sampled), -sigmoid(-real), sigmoid(sampled))
    }

    /// −softplus(s): flat where the discriminator is sure, which is why it saturates.
    public func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double) {
        (-softplus(sampled), -sigmoid(sampled))
    }
}

import Foundation

/// What the two sides of the duel minimise, for one pair of a real text and a sampled one that share
/// context and topic. Inputs are the discriminator's mean logits of the two.
public protocol Objective: Sendable {
    /// The discriminator's loss with its derivatives by both logits.
    func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    /// The generator's loss with its derivative by the sampled text's logit.
    func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double)
    /// What the discriminator must keep to for the objective to mean anything.
    var constraint: Constraint { get }
}

/// What keeps a discriminator's slope bounded.
public enum Constraint: Sendable {
    /// Nothing: the loss bounds itself.
    case none
    /// Its weights stay in a box (``WeightBox``), so that all functions it can become are Lipschitz
    /// with one constant.
    case weightClipping
    /// Its slope is drawn to 1 where real and sampled texts meet (``GradientPenalty``).
    case gradientPenalty
}

extension Objective {
    /// Most objectives need none.
    public var constraint: Constraint { .none }
}

/// The objectives by the names that people type.
public enum ObjectiveName: String, Codable, Sendable, CaseIterable {
    /// ``Minimax``
    case minimax
    /// ``NonSaturating``
    case nonSaturating = "non-saturating"
    /// ``LeastSquares``
    case leastSquares = "least-squares"
    /// ``Hinge``
    case hinge
    /// ``Relativistic``
    case relativistic
    /// ``Wasserstein`` with weight clipping
    case wasserstein
    /// ``Wasserstein`` with a gradient penalty
    case wassersteinPenalty = "wasserstein-gp"

    /// The objective of this name.
    public var objective: any Objective {
        switch self {
        case .minimax: Minimax()
        case .nonSaturating: NonSaturating()
        case .leastSquares: LeastSquares()
        case .hinge: Hinge()
        case .relativistic: Relativistic()
        case .wasserstein: Wasserstein(.weightClipping)
        case .wassersteinPenalty: Wasserstein(.gradientPenalty)
        }
    }
}

extension ObjectiveName {
    /// Whether products must read f32: a difference of gradients that lie close together drowns in the
    /// rounding of bf16.
    public var needsFullPrecision: Bool { objective.constraint == .gradientPenalty }
}

/// log(1 + eˣ) without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// 1/(1 + e⁻ˣ), the derivative of ``softplus(_:)``.
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

import Foundation

/// What the two sides of the duel minimise, for one pair of a real text and a sampled one that share
/// context and topic. Inputs are the discriminator's mean logits of the two.
public protocol Objective: Sendable {
    /// The discriminator's loss with its derivatives by both logits.
    func discriminator(real: Double, sampled: Double)
        -> (loss: Double, dReal: Double, dSampled: Double)
    /// The generator's loss with its derivative by the sampled text's logit.
    func generator(real: Double, sampled: Double) -> (loss: Double, dSampled: Double)
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

    /// The objective of this name.
    public var objective: any Objective {
        switch self {
        case .minimax: Minimax()
        case .nonSaturating: NonSaturating()
        case .leastSquares: LeastSquares()
        case .hinge: Hinge()
        case .relativistic: Relativistic()
        }
    }
}

/// log(1 + eˣ) without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// 1/(1 + e⁻ˣ), the derivative of ``softplus(_:)``.
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

import CKernels
import Foundation
import Tensors

/// Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) over a whole
/// network, fed with the gradients of all shards.
public final class Adam {
    /// Decay rates of the two moments, the constant in the denominator, and weight decay per step as
    /// a share of the learning rate.
    public struct Settings: Codable, Hashable, Sendable {
        /// Decay of the mean of gradients.
        public var beta1: Float = 0.9
        /// Decay of the mean of squares.
        public var beta2: Float = 0.99
        /// Added to the root of the mean of squares.
        public var epsilon: Float = 1e-8
        /// Weights shrink by rate·decay each step.
        public var decay: Float = 0

        /// Settings with the defaults above unless given.
        public init(
            beta1: Float = 0.9, beta2: Float = 0.99, epsilon: Float = 1e-8, decay: Float = 0
        ) {
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.decay = decay
        }
    }

    /// What one update did.
    public struct Outcome: Sendable {
        /// The gradient's norm before clipping.
        public let gradientNorm: Double
        /// Whether the update was made; not when the gradient held NaN or infinity.
        public let isFinite: Bool
    }

    /// The settings.
    public var settings: Settings
    /// Number of updates made.
    public var steps = 0
    /// What the weights may not leave.
    public var box: WeightBox?
    /// The element from which on parameters have a rate of their own, and what the rate is multiplied
    /// with for them.
    public var ending: (first: Int, factor: Double)?
    /// First and second moments, laid out like the parameters' values.
    public let firstMoments: UnsafeMutablePointer<Float>
    /// See ``firstMoments``.
    public let secondMoments: UnsafeMutablePointer<Float>
    /// Number of elements of each.
    public let count: Int
    private let parameters: Parameters
    private static let piece = 1 << 16

    /// An optimiser for `parameters`, which have been initialised.
    public init(_ parameters: Parameters, _ settings: Settings = Settings()) {
        self.parameters = parameters
        self.settings = settings
        count = parameters.count
        firstMoments = .allocate(capacity: max(1, count))
        secondMoments = .allocate(capacity: max(1, count))
        reset()
    }

    deinit {
        firstMoments.deallocate()
        secondMoments.deallocate()
    }

    /// Forgets both moments.
    public func reset() {
        firstMoments.update(repeating: 0, count: max(1, count))
        secondMoments.update(repeating: 0, count: max(1, count))
        steps = 0
    }

    /// One update: the shards' gradients are added in the order of the shards, clipped to the norm
    /// `clip`, applied, and the weights packed again. The first shard's buffer is overwritten.
    ///
    /// - Precondition: there is a buffer at least, and each has ``count`` elements.
    public func update(
        gradients: [UnsafeMutablePointer<Float>], rate: Double, clip: Double, pool: WorkerPool
    ) -> Outcome {
        let pieces = (count + Adam.piece - 1) / Adam.piece
        let squares = pool.map(pieces) { piece in
            let first = piece * Adam.piece
            let length = Int64(min(Adam.piece, self.count - first))
            for other in gradients.dropFirst() {
                riposte_add_scaled(1, length, 1, other + first, 0, gradients[0] + first, 0)
            }
            return riposte_sum_of_squares(length, gradients[0] + first)
        }
        let norm = squares.reduce(0, +).squareRoot()
        guard norm.isFinite else { return Outcome(gradientNorm: norm, isFinite: false) }
        steps += 1
        let corrected =
            rate * (1 - pow(Double(settings.beta2), Double(steps))).squareRoot()
            / (1 - pow(Double(settings.beta1), Double(steps)))
        let scale = Float(norm > clip ? clip / norm : 1)
        let settings = settings
        let box = box
        let ending = ending
        pool.run(pieces) { piece in
            let whole = piece * Adam.piece..<min((piece + 1) * Adam.piece, self.count)
            let split = min(max(ending?.first ?? self.count, whole.lowerBound), whole.upperBound)
            let parts = [
                (range: whole.lowerBound..<split, factor: 1),
                (range: split..<whole.upperBound, factor: ending?.factor ?? 1),
            ]
            for (range, factor) in parts where !range.isEmpty {
                let first = range.lowerBound
                riposte_adam(
                    Int64(range.count), Float(factor * corrected), settings.beta1, settings.beta2,
                    settings.epsilon, Float(factor * rate) * settings.decay, scale,
                    gradients[0] + first, self.firstMoments + first, self.secondMoments + first,
                    self.parameters.values + first)
            }
            box?.clamp(self.parameters.values, whole)
        }
        parameters.pack(pool)
        return Outcome(gradientNorm: norm, isFinite: true)
    }
}

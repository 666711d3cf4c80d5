import Models
import Networks
import Tensors
import Texts

/// The gradient penalty of one shard: first the slopes of the realism logit at points between real and
/// sampled texts, with fixed weights; then the penalty's gradient by the weights.
struct PassagePenalty {
    private let penalty: GradientPenalty
    private let critic: Critic
    /// The slopes of the realism logit, one a passage.
    let slopes: GradientPenalty.Slopes
    /// Weight of the realism head's loss.
    private let weight: Double

    /// Runs `tape` backwards, so it comes before anything is recorded there; nil where the objective of
    /// `step` has no penalty.
    init?(
        _ step: DuelStep, _ real: Batch, _ sampled: Batch, _ source: RandomSource, on tape: Tape
    ) {
        guard step.objective.constraint == .gradientPenalty else { return nil }
        let settings = step.settings
        penalty = GradientPenalty(
            weight: settings.penaltyWeight, step: settings.penaltyStep,
            column: Head.realism.rawValue)
        weight = settings.realismWeight
        let critic = Critic(
            discriminator: step.discriminator, source: source.child("penalty"),
            keep: settings.discriminatorKeep, batch: real.size,
            counts: zip(real.weights, sampled.weights).map { max($0, $1) })
        self.critic = critic
        let points = PassagePenalty.interpolates(
            real, sampled, symbols: step.discriminator.configuration.symbols,
            source.child("interpolates"), on: tape)
        let weights = step.discriminator.parameters.bound(to: tape, gradients: nil)
        let condition = step.discriminator.condition(
            on: real, source, keep: settings.discriminatorKeep, weights)
        slopes = penalty.slopes(at: points, batch: real.size, on: tape) { x in
            critic(x, condition, weights)
        }
    }

    /// Adds the penalty to what `weights` learn, `share` a passage, and to the sums.
    func record(
        _ condition: Discriminator.Condition, share: Double, _ weights: Weights,
        into tally: inout DuelStep.Tally
    ) {
        let loss = penalty.record(slopes, share: weight * share, on: weights.tape) { x in
            critic(x, condition, weights)
        }
        tally.discriminatorLoss += weight * loss
        tally.slopes += Double(slopes.norms.count)
        tally.slope += slopes.norms.reduce(0, +)
    }

    /// The discriminator as a function of relaxed texts, always under the same dropout mask.
    private struct Critic {
        let discriminator: Discriminator
        let source: RandomSource
        let keep: Float
        let batch: Int
        /// The steps that count: up to the later of both texts' ends.
        let counts: [Float]

        /// Mean logits [B, heads].
        func callAsFunction(
            _ x: Variable, _ condition: Discriminator.Condition, _ weights: Weights
        ) -> Variable {
            let logits = discriminator.logits(
                .relaxed(x), counts: counts, under: condition, source, keep: keep, weights)
            return weights.tape.passageMeans(logits, weights: counts, batch: batch)
        }
    }

    /// x = ν·real + (1 − ν)·sampled of one-hot texts [steps·B, symbols], with ν uniform in [0, 1), one a
    /// passage (Gulrajani et al. 2017, algorithm 1). Sampled symbols are one-hot, as in the
    /// straight-through sample; after both texts' ends both are end marks.
    private static func interpolates(
        _ real: Batch, _ sampled: Batch, symbols: Int, _ source: RandomSource, on tape: Tape
    ) -> Matrix {
        let x = tape.matrix(real.targets.count, symbols)
        x.elements.update(repeating: 0)
        for row in 0..<x.rows {
            let share = Float(source.uniform(row % real.size))
            x[row, Int(real.targets[row])] += share
            x[row, Int(sampled.targets[row])] += 1 - share
        }
        return x
    }
}

extension DuelStep {
    /// The mean slope of the realism logit for the passages from `position` on; nil where the objective
    /// has no penalty.
    func meanSlope(position: Int, _ random: RandomSource) throws -> Double? {
        guard objective.constraint == .gradientPenalty else { return nil }
        let parts = try data.shards(
            of: shards.size, position..<position + shards.count * shards.size, random)
        let norms = try shards.run { shard, tape -> [Double] in
            let batch = parts[shard].batch
            let source = random.child("shard", shard)
            let sampled = samples(after: batch, source, on: tape)
            return PassagePenalty(self, batch, sampled, source, on: tape)?.slopes.norms ?? []
        }.flatMap { $0 }
        return norms.isEmpty ? nil : norms.reduce(0, +) / Double(norms.count)
    }
}

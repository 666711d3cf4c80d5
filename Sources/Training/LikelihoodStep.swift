import Models
import Networks
import Tensors

/// One teacher-forced update: maximum likelihood of the training passages.
struct LikelihoodStep {
    let generator: Generator
    let data: any BatchSource
    let shards: Shards

    /// What an update saw.
    struct Outcome {
        var nats = 0.0
        var characters = 0
    }

    /// Fills the shards' gradients for the passages from `position` on; the learning rate and clipping are
    /// the optimiser's.
    func gradients(position: Int, _ random: RandomSource, keep: Float) throws -> Outcome {
        let parts = try data.shards(
            of: shards.size, position..<position + shards.count * shards.size, random)
        let outcomes = try shards.run { shard, tape -> Outcome in
            let source = random.child("shard", shard)
            let weights = generator.parameters.bound(
                to: tape, gradients: shards.gradients[shard])
            let outcome = likelihood(
                parts[shard].batch, source, keep: keep, weight: 1, shardCount: shards.count, weights
            )
            weights.backward()
            return outcome
        }
        return outcomes.reduce(into: Outcome()) {
            $0.nats += $1.nats
            $0.characters += $1.characters
        }
    }

    /// Records the loss of `batch` on the weights' tape: `weight` times the mean over a whole batch of
    /// `shardCount` shards.
    func likelihood(
        _ batch: Batch, _ source: RandomSource, keep: Float, weight: Double, shardCount: Int,
        _ weights: Weights
    ) -> Outcome {
        let logits = generator.logits(batch, source, keep: keep, weights)
        let scale = weight / Double(shardCount * batch.size * batch.steps)
        let loss = weights.tape.crossEntropy(
            logits, targets: weights.tape.indices(batch.targets), weights: batch.weights,
            scale: Float(scale))
        return Outcome(nats: loss.sum, characters: batch.characterCount)
    }
}

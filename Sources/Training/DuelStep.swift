import Models
import Networks
import Tensors
import Texts

/// One exchange of the duel. The generator writes continuations; the discriminator learns from real
/// texts, from these, and from real texts under wrong topics and contexts; then the generator learns
/// what the discriminator makes of the same continuations.
struct DuelStep {
    let generator: Generator
    let discriminator: Discriminator
    let data: TrainingData
    let shards: Shards
    let settings: TrainingSettings
    private let objective: any Objective

    init(
        generator: Generator, discriminator: Discriminator, data: TrainingData, shards: Shards,
        settings: TrainingSettings
    ) {
        self.generator = generator
        self.discriminator = discriminator
        self.data = data
        self.shards = shards
        self.settings = settings
        objective = settings.objective.objective
    }

    /// What a shard carries from the discriminator's turn to the generator's.
    struct Exchange {
        let batch: Batch
        let sampled: Batch
        let source: RandomSource
        /// The realism logits of the real texts, one a passage.
        let realLogits: [Double]
        var tally: Tally
    }

    /// Sums over the passages of a batch.
    struct Tally {
        var discriminatorLoss = 0.0
        var generatorLoss = 0.0
        var pairs = 0.0
        var rightPairs = 0.0
        var topics = 0.0
        var rightTopics = 0.0
        var contexts = 0.0
        var rightContexts = 0.0
        var likelihood = LikelihoodStep.Outcome()

        static func + (a: Tally, b: Tally) -> Tally {
            var sum = a
            sum.discriminatorLoss += b.discriminatorLoss
            sum.generatorLoss += b.generatorLoss
            sum.pairs += b.pairs
            sum.rightPairs += b.rightPairs
            sum.topics += b.topics
            sum.rightTopics += b.rightTopics
            sum.contexts += b.contexts
            sum.rightContexts += b.rightContexts
            sum.likelihood.nats += b.likelihood.nats
            sum.likelihood.characters += b.likelihood.characters
            return sum
        }
    }

    /// The discriminator's turn: fills its gradients for the passages from `position` on.
    /// `learnsRealism` false: the realism head is ahead and waits.
    func discriminatorGradients(position: Int, learnsRealism: Bool, _ random: RandomSource) throws
        -> [Exchange]
    {
        try shards.run { shard, tape in
            let first = position + shard * shards.size
            let source = random.child("shard", shard)
            let (passages, batch) = try data.batch(
                first..<first + shards.size, source.child("topic dropout"))
            let sampled = batch.withContinuations(
                generator.freeRun(batch, steps: batch.steps, source))
            let weights = discriminator.parameters.bound(
                to: tape, gradients: shards.clearedDiscriminatorGradients(shard))

            let wrong = mismatched(batch, passages, source.child("wrong"))
            let real = judge(.symbols(batch.targets), batch, source.child("real"), weights)
            let fake = judge(.symbols(sampled.targets), sampled, source.child("fake"), weights)
            let misfit = judge(
                .symbols(batch.targets), wrong.batch, source.child("misfit"), weights)

            var tally = Tally()
            let share = 1 / Double(shards.count * batch.size)
            for b in 0..<batch.size {
                let r = logit(real, b, .realism)
                let s = logit(fake, b, .realism)
                tally.pairs += 1
                tally.rightPairs += r > s ? 1 : r == s ? 0.5 : 0
                let realism = objective.discriminator(real: r, sampled: s)
                tally.discriminatorLoss += settings.realismWeight * realism.loss
                if learnsRealism {
                    let weight = settings.realismWeight * share
                    push(real, b, .realism, weight * realism.dReal)
                    push(fake, b, .realism, weight * realism.dSampled)
                }
                // Each head learns from right and wrong in equal parts.
                let head: Head = wrong.isTopic[b] ? .topic : .context
                tally.discriminatorLoss += learn(real, b, head, isRight: true, share)
                tally.discriminatorLoss += learn(misfit, b, head, isRight: false, share)
                let right =
                    (logit(real, b, head) > 0 ? 0.5 : 0) + (logit(misfit, b, head) < 0 ? 0.5 : 0)
                if head == .topic {
                    tally.topics += 1
                    tally.rightTopics += right
                } else {
                    tally.contexts += 1
                    tally.rightContexts += right
                }
            }
            tape.backward()
            return Exchange(
                batch: batch, sampled: sampled, source: source,
                realLogits: (0..<batch.size).map { logit(real, $0, .realism) }, tally: tally)
        }
    }

    /// The generator's turn: fills its gradients for the same continuations, with likelihood mixed in.
    func generatorGradients(_ exchanges: [Exchange], temperature: Double) throws -> [Exchange] {
        let likelihood = LikelihoodStep(generator: generator, data: data, shards: shards)
        return try shards.run { shard, tape in
            var exchange = exchanges[shard]
            let sampled = exchange.sampled
            let weights = generator.parameters.bound(
                to: tape, gradients: shards.clearedGeneratorGradients(shard))
            if settings.likelihoodWeight > 0 {
                exchange.tally.likelihood = likelihood.likelihood(
                    exchange.batch, exchange.source.child("likelihood"), keep: settings.keep,
                    weight: settings.likelihoodWeight, shardCount: shards.count, weights)
            }

            let judges = discriminator.parameters.bound(to: tape, gradients: nil)
            let logits = generator.logits(sampled, exchange.source, weights)
            let relaxed = tape.relaxedSample(
                logits, symbols: tape.indices(sampled.targets), exchange.source.child("draws"),
                temperature: Float(temperature), as: settings.relaxation)
            let verdict = judge(
                .relaxed(relaxed), sampled, exchange.source, keep: 1, judges)
            let share = 1 / Double(shards.count * sampled.size)
            for b in 0..<sampled.size {
                let realism = objective.generator(
                    real: exchange.realLogits[b], sampled: logit(verdict, b, .realism))
                push(verdict, b, .realism, settings.realismWeight * share * realism.dSampled)
                exchange.tally.generatorLoss += settings.realismWeight * realism.loss
                if generator.configuration.topics > 1 {
                    exchange.tally.generatorLoss +=
                        learn(
                            verdict, b, .topic, isRight: true, share * settings.topicWeight)
                        * settings.topicWeight
                }
                exchange.tally.generatorLoss +=
                    learn(
                        verdict, b, .context, isRight: true, share * settings.contextWeight)
                    * settings.contextWeight
            }
            tape.backward()
            return exchange
        }
    }

    /// Passages that do not fit: half of them under a wrong topic, half after a wrong context (all of
    /// them when there are no topics).
    private func mismatched(_ batch: Batch, _ passages: [Passage], _ random: RandomSource) -> (
        batch: Batch, isTopic: [Bool]
    ) {
        let topicCount = data.corpus.topicNames.count
        let isTopic = passages.indices.map { topicCount > 1 && $0 % 2 == 0 }
        let wrongTopics = Mismatch.wrongTopics(
            passages.map(\.topic), count: topicCount, random.child("topics"))
        let topics = passages.indices.map { isTopic[$0] ? wrongTopics[$0] : passages[$0].topic }
        let contexts = Mismatch.wrongContexts(passages, random.child("contexts"))
        let order = passages.indices.map { isTopic[$0] ? $0 : contexts[$0] }
        return (
            batch.withContexts(of: order)
                .withTopics(Mismatch.topicVectors(topics, count: topicCount)), isTopic
        )
    }

    /// The mean logits [B, heads] of a text.
    private func judge(
        _ text: Discriminator.Text, _ batch: Batch, _ source: RandomSource, keep: Float? = nil,
        _ weights: Weights
    ) -> Variable {
        let logits = discriminator.logits(
            text, in: batch, source, keep: keep ?? settings.discriminatorKeep, weights)
        return weights.tape.passageMeans(logits, weights: batch.weights, batch: batch.size)
    }

    private func logit(_ means: Variable, _ passage: Int, _ head: Head) -> Double {
        Double(means.value[passage, head.rawValue])
    }

    private func push(_ means: Variable, _ passage: Int, _ head: Head, _ slope: Double) {
        means.accumulatedGradient[passage, head.rawValue] += Float(slope)
    }

    /// The logistic loss of one verdict; its slope times `share` goes to the logit.
    private func learn(
        _ means: Variable, _ passage: Int, _ head: Head, isRight: Bool, _ share: Double
    ) -> Double {
        let signed = isRight ? logit(means, passage, head) : -logit(means, passage, head)
        push(means, passage, head, (isRight ? -1 : 1) * sigmoid(-signed) * share)
        return softplus(-signed)
    }
}

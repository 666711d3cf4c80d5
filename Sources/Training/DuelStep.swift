import Models
import Networks
import Tensors
import Texts

/// One exchange of the duel. The generator writes continuations; the discriminator learns from real
/// texts, from these, and from real texts that do not fit their topic or context; then the generator
/// learns what the discriminator makes of the same continuations.
struct DuelStep {
    let generator: Generator
    let discriminator: Discriminator
    let data: any BatchSource
    let shards: Shards
    let settings: TrainingSettings
    let objective: any Objective

    init(
        generator: Generator, discriminator: Discriminator, data: any BatchSource, shards: Shards,
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
        /// The realism logits of the real texts, one a passage, from before the discriminator's update.
        let realLogits: [Double]
        var tally: Tally
    }

    /// The discriminator's turn: fills its gradients for the passages from `position` on.
    /// A head that is ahead by `balance` does not learn.
    func discriminatorGradients(position: Int, balance: Balance, _ random: RandomSource) throws
        -> [Exchange]
    {
        let parts = try data.shards(
            of: shards.size, position..<position + shards.count * shards.size, random)
        return try shards.run { shard, tape in
            let (passages, batch) = (parts[shard].passages, parts[shard].batch)
            let source = random.child("shard", shard)
            let sampled = samples(after: batch, source, on: tape)
            let penalty = PassagePenalty(self, batch, sampled, source, on: tape)
            let weights = discriminator.parameters.bound(
                to: tape, gradients: shards.gradients[shard])

            let misfits = Misfits(
                of: passages, shownAs: batch, hasTopics: generator.configuration.topics > 1,
                isAboutRealismAlone: settings.isAboutRealismAlone, source)
            let condition = discriminator.condition(
                on: batch, source, keep: settings.discriminatorKeep, weights)
            var tally = Tally()
            let share = 1 / Double(shards.count * batch.size)
            // Each head learns from right and wrong in equal parts.
            func headShare(_ head: Head) -> Double {
                balance.waiting(head) == .discriminator ? 0 : share
            }
            // Nothing compares misfits with other texts: they come first, and their memory serves those.
            var misfitLogits = [Double](repeating: 0, count: batch.size)
            if !settings.isAboutRealismAlone {
                condition.settle()
                let mark = tape.mark
                let misfit = judge(misfits.batch, condition, source.child("misfit"), weights)
                for (b, head) in misfits.heads.enumerated() where misfits.areAsked[b] {
                    misfitLogits[b] = logit(misfit, b, head)
                    tally.discriminatorLoss += learn(
                        misfit, b, head, isRight: false, headShare(head))
                }
                tape.backward(to: mark)
            }
            let real = judge(batch, condition, source.child("real"), weights)
            let fake = judge(sampled, condition, source.child("sampled"), weights)

            for (b, code) in codes(source).enumerated() {
                tally.discriminatorLoss +=
                    settings.codeWeight
                    * learnCode(fake, b, code, settings.codeWeight * share, into: &tally.codes)
            }
            for b in 0..<batch.size {
                let r = logit(real, b, .realism)
                let s = logit(fake, b, .realism)
                tally.pairs += 1
                tally.rightPairs += r > s ? 1 : r == s ? 0.5 : 0
                let realism = objective.discriminator(real: r, sampled: s)
                tally.discriminatorLoss += settings.realismWeight * realism.loss
                if balance.realism != .discriminator {
                    let weight = settings.realismWeight * share
                    push(real, b, .realism, weight * realism.dReal)
                    push(fake, b, .realism, weight * realism.dSampled)
                }
                guard misfits.areAsked[b] else { continue }
                let head = misfits.heads[b]
                tally.discriminatorLoss += learn(real, b, head, isRight: true, headShare(head))
                let right =
                    (logit(real, b, head) > 0 ? 0.5 : 0) + (misfitLogits[b] < 0 ? 0.5 : 0)
                if head == .topic {
                    tally.topics += 1
                    tally.rightTopics += right
                } else {
                    tally.contexts += 1
                    tally.rightContexts += right
                }
            }
            penalty?.record(condition, share: share, weights, into: &tally)
            weights.backward()
            return Exchange(
                batch: batch, sampled: sampled, source: source,
                realLogits: (0..<batch.size).map { logit(real, $0, .realism) }, tally: tally)
        }
    }

    /// The generator's turn: fills its gradients for the same continuations, with likelihood mixed in. Of
    /// a head that it is ahead of by `balance` it learns nothing.
    func generatorGradients(_ exchanges: [Exchange], balance: Balance, temperature: Double) throws
        -> [Exchange]
    {
        // Nor of one that could not ask about any text: where all is of one document, it never learned.
        let areMatched = (
            topic: exchanges.contains { $0.tally.topics > 0 },
            context: exchanges.contains { $0.tally.contexts > 0 }
        )
        func weight(_ head: Head, _ weight: Double) -> Double {
            let teaches =
                switch head {
                case .realism: true
                case .topic: areMatched.topic
                case .context: areMatched.context
                }
            return teaches && balance.waiting(head) != .generator ? weight : 0
        }
        let likelihood = LikelihoodStep(generator: generator, data: data, shards: shards)
        return try shards.run { shard, tape in
            var exchange = exchanges[shard]
            let sampled = exchange.sampled
            let weights = generator.parameters.bound(
                to: tape, gradients: shards.gradients[shard])
            if settings.likelihoodWeight > 0 {
                exchange.tally.likelihood = likelihood.likelihood(
                    exchange.batch, exchange.source.child("likelihood"), keep: settings.keep,
                    weight: settings.likelihoodWeight, shardCount: shards.count, weights)
                // Done before the rest begins, which finds its memory free.
                weights.backward()
                tape.reset()
            }

            let judges = discriminator.parameters.bound(to: tape, gradients: nil)
            let logits = tape.scaled(
                generator.logits(sampled, exchange.source, weights),
                by: 1 / settings.drawingTemperature)
            let relaxed = tape.relaxedSample(
                logits, symbols: tape.indices(sampled.targets), exchange.source.child("draws"),
                temperature: Float(temperature), as: settings.relaxation)
            // Under the same masks as in the discriminator's turn, so that the two sides of a pair
            // compare.
            let condition = discriminator.condition(
                on: sampled, exchange.source, keep: settings.discriminatorKeep, judges)
            let verdict = judge(
                sampled, as: .relaxed(relaxed), condition, exchange.source.child("sampled"), judges)
            let share = 1 / Double(shards.count * sampled.size)
            var ownCodes = CodeTally()
            for (b, code) in codes(exchange.source).enumerated() {
                exchange.tally.generatorLoss +=
                    settings.codeWeight
                    * learnCode(verdict, b, code, settings.codeWeight * share, into: &ownCodes)
            }
            for b in 0..<sampled.size {
                let realism = objective.generator(
                    real: exchange.realLogits[b], sampled: logit(verdict, b, .realism))
                push(
                    verdict, b, .realism,
                    weight(.realism, settings.realismWeight) * share * realism.dSampled)
                exchange.tally.generatorLoss += settings.realismWeight * realism.loss
                let matched = [
                    (head: Head.topic, weight: settings.topicWeight),
                    (head: .context, weight: settings.contextWeight),
                ]
                for (head, ownWeight) in matched
                where !settings.isAboutRealismAlone && sampled.canBeAsked(head, passage: b) {
                    exchange.tally.generatorLoss +=
                        ownWeight
                        * learn(verdict, b, head, isRight: true, share * weight(head, ownWeight))
                }
            }
            weights.backward()
            return exchange
        }
    }

    /// `batch` with what the generator writes in the place of its texts; `tape` lends its memory.
    func samples(after batch: Batch, _ source: RandomSource, on tape: Tape) -> Batch {
        defer { tape.reset() }
        return batch.withContinuations(
            generator.freeRun(
                batch, steps: batch.steps, temperature: settings.drawingTemperature, source,
                on: tape))
    }

    /// The mean logits [B, heads] of the batch's texts, or of their relaxed form.
    private func judge(
        _ batch: Batch, as text: Discriminator.Text? = nil, _ condition: Discriminator.Condition,
        _ source: RandomSource, _ weights: Weights
    ) -> Variable {
        let logits = discriminator.logits(
            text ?? .symbols(batch.targets), counts: batch.weights, under: condition, source,
            keep: settings.discriminatorKeep, weights)
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

import Checkpoints
import Foundation
import Models
import Networks
import Tensors

/// The updates of the adversarial phase.
extension Trainer {
    /// One exchange of the duel; nil when a loss or gradient is not a number.
    func duelUpdate(_ share: Double) throws -> StepReport? {
        let step = DuelStep(
            generator: generator, discriminator: discriminator, data: data, shards: shards,
            settings: settings)
        let temperature = Schedules.exponential(
            from: settings.firstTemperature, to: settings.lastTemperature)(share)
        let rate =
            Schedules.exponential(
                from: settings.generatorRate,
                to: settings.generatorRate * settings.generatorDecay)(share) * state.rateFactor
        let balance = Balance(at: state.equilibrium, settings)
        let source = random.child("duel", state.step, state.rollbacks)
        var exchanges = try step.discriminatorGradients(
            position: state.dataPosition, balance: balance, source)
        let judged = discriminatorAdam.update(
            gradients: shards.gradients,
            rate: settings.discriminatorRate * state.rateFactor, clip: settings.clip, pool: pool)
        guard judged.isFinite else { return nil }
        state.discriminatorUpdates = discriminatorAdam.steps

        var gradientNorm = 0.0
        // The lead begins again where a roll-back led to the start of the duel.
        if discriminatorAdam.steps > settings.discriminatorLead {
            exchanges = try step.generatorGradients(
                exchanges, balance: balance, temperature: temperature)
            let written = generatorAdam.update(
                gradients: shards.gradients, rate: rate, clip: settings.clip, pool: pool)
            guard written.isFinite else { return nil }
            gradientNorm = written.gradientNorm
            state.generatorUpdates = generatorAdam.steps
        }

        let tally = exchanges.map(\.tally).reduce(DuelStep.Tally(), +)
        var duel = StepReport.Duel()
        let passages = max(1, tally.pairs)
        duel.discriminatorLoss = tally.discriminatorLoss / passages
        duel.generatorLoss = tally.generatorLoss / passages
        duel.accuracy = tally.rightPairs / passages
        duel.topicAccuracy = tally.topics > 0 ? tally.rightTopics / tally.topics : nil
        duel.contextAccuracy = tally.contexts > 0 ? tally.rightContexts / tally.contexts : nil
        duel.slope = tally.slopes > 0 ? tally.slope / tally.slopes : nil
        duel.codeInformation = tally.codes.information(categories: configuration.codes)
        duel.codeDeviation = tally.codes.deviation
        duel.temperature = temperature
        duel.isBalanced = balance.realism != .discriminator
        duel.balance = balance
        guard duel.discriminatorLoss.isFinite, duel.generatorLoss.isFinite else { return nil }
        state.accuracy += 0.1 * (duel.accuracy - state.accuracy)
        var message = self.message(share: share)
        message.duel = duel
        message.rate = rate
        message.gradientNorm = gradientNorm
        if tally.likelihood.characters > 0 {
            message.trainingBits =
                tally.likelihood.nats / Double(tally.likelihood.characters) / M_LN2
        }
        return message
    }
}

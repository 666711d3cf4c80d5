import Checkpoints
import Foundation
import Models
import Tensors
import Texts

/// Measuring on held-out text, keeping the best, and going back when something breaks.
extension Trainer {
    /// Measures on held-out text and notes whether this is the best or a good state; it is still to be
    /// saved.
    func measure(_ message: inout StepReport) throws {
        let source = random.child("sample", state.step)
        var (measures, drawn) = shards.withMemoryReleased {
            (heldOut.measure(generator), heldOut.samples(generator, source))
        }
        measuredStep = state.step
        if let drawn {
            measures.diversity = drawn.diversity
            measures.entropy = drawn.entropy
            measures.novelty = drawn.novelty
            measures.noveltyReal = drawn.noveltyReal
            message.sample = StepReport.Sample(
                context: corpus.alphabet.decode(drawn.shown.passage.context),
                text: corpus.alphabet.decode(drawn.shown.symbols),
                topic: drawn.shown.passage.topic.map { corpus.topicNames[$0] })
        }
        measures.equilibrium = state.equilibrium
        // What is not a number cannot be written down.
        if measures.isFinite { message.heldOut = measures }
        if let trouble = trouble(measures) {
            message.rollback = try recover(trouble)
            message.notice = message.rollback?.words
            return
        }
        note(measures)
        if state.phase == .adversarial {
            var progress = state.progress ?? DuelProgress()
            progress.note(score: DuelScore.value(measures), equilibrium: state.equilibrium)
            state.progress = progress
            if hasSettled {
                message.notice =
                    "nothing has improved in \(progress.idle) measurements: the duel ends here"
            }
        }
    }

    /// Takes the measures of the present weights in: whether they are the best so far, and good.
    func note(_ measures: HeldOutMeasures) {
        state.heldOut = measures
        if let score = score(measures) {
            let best = state.bestScore ?? .infinity
            let isChosen =
                score < best
                || state.phase == .adversarial && score <= DuelScore.sufficient(best: best)
            state.bestScore = min(best, score)
            if isChosen { state.bestStep = state.step }
        }
        state.goodStep = state.step
    }

    /// What checkpoints are compared by, lower is better; nil for one that is not to be chosen.
    ///
    /// The likelihood phase is judged by bits per character. The duel is there to make text follow its
    /// context and topic, so it is judged by what these save (``DuelScore``), but not at a higher price than
    /// the settings name in likelihood.
    private func score(_ measures: HeldOutMeasures) -> Double? {
        guard state.phase == .adversarial else { return measures.bitsPerCharacter }
        // The first gibberish is no better for being likelier: a duel without any likelihood keeps its
        // latest.
        if beginsFresh && settings.likelihoodWeight == 0 { return nil }
        if let start = state.likelihoodBits,
            measures.bitsPerCharacter > (1 + settings.likelihoodPrice) * start
        {
            return nil
        }
        return DuelScore.value(measures)
    }

    /// What is wrong with the generator, if anything.
    private func trouble(_ measures: HeldOutMeasures) -> CollapseGuard.Trouble? {
        let isDuel = state.phase == .adversarial
        return CollapseGuard(startBits: isDuel ? state.likelihoodBits : nil).trouble(in: measures)
    }

    /// Whether the duel is over because nothing improves any more.
    var hasSettled: Bool {
        guard state.phase == .adversarial, settings.patience > 0 else { return false }
        return state.progress?.idle ?? 0 >= settings.patience
    }

    /// Measures how far the discriminator is from guessing, where a check is due, and takes it into the
    /// running mean.
    func checkEquilibrium(_ message: inout StepReport) {
        guard state.phase == .adversarial, state.phaseStep % settings.equilibriumInterval == 0
        else { return }
        let found = shards.withMemoryReleased {
            heldOut.equilibrium(
                of: generator, discriminator, check: state.phaseStep / settings.equilibriumInterval,
                isAboutRealismAlone: settings.isAboutRealismAlone,
                temperature: settings.drawingTemperature,
                random.child("equilibrium", state.step))
        }
        guard let found, found.isFinite else { return }
        state.equilibrium =
            state.equilibrium?.moved(to: found, by: Trainer.equilibriumShare) ?? found
        message.equilibrium = state.equilibrium
    }

    /// How far one check moves the running mean.
    private static let equilibriumShare = 0.3

    /// Whether a phase has been rolled back so often that going on is pointless.
    var hasGivenUp: Bool { state.rollbacks >= 8 }

    /// Goes back to the last good checkpoint with half the learning rates.
    ///
    /// - Returns: the story.
    func recover(_ trouble: CollapseGuard.Trouble) throws -> StepReport.Rollback {
        let seen = state.step
        state.rollbacks += 1
        state.rateFactor /= 2
        if let good = state.goodStep {
            let checkpoint = try folder.load(step: good)
            try loadWeights(of: checkpoint)
            try loadMoments(of: checkpoint)
            state.equilibrium = checkpoint.state.equilibrium
        } else {
            generator.parameters.initialize(random.child("again", state.rollbacks))
            generatorAdam.reset()
        }
        state.generatorUpdates = generatorAdam.steps
        state.discriminatorUpdates = discriminatorAdam.steps
        // The passages and noise that led here are not met again.
        state.step += 1
        state.phaseStep += 1
        state.dataPosition += settings.batch(in: state.phase)
        return StepReport.Rollback(
            trouble: trouble, from: seen, to: state.goodStep, rateFactor: state.rateFactor,
            endsPhase: hasGivenUp)
    }
}

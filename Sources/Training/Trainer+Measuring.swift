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
        var measures = heldOut.measure(generator)
        measuredStep = state.step
        let source = random.child("sample", state.step)
        if let drawn = heldOut.samples(generator, source) {
            measures.diversity = drawn.diversity
            message.sample = StepReport.Sample(
                context: corpus.alphabet.decode(drawn.passage.context),
                text: corpus.alphabet.decode(drawn.symbols),
                topic: drawn.passage.topic.map { corpus.topicNames[$0] })
        }
        if let trouble = trouble(measures) {
            // What is not a number cannot be written down.
            if measures.isFinite { message.heldOut = measures }
            message.notice = try recover(trouble)
            return
        }
        message.heldOut = measures
        note(measures)
    }

    /// Takes the measures of the present weights in: whether they are the best so far, and good.
    func note(_ measures: HeldOutMeasures) {
        state.heldOut = measures
        if let score = score(measures), score < state.bestScore ?? .infinity {
            state.bestScore = score
            state.bestStep = state.step
        }
        state.goodStep = state.step
    }

    /// What checkpoints are compared by, lower is better; nil for one that is not to be chosen.
    ///
    /// The likelihood phase is judged by bits per character. The duel is there to make text follow its
    /// context and topic, so what these save counts too, but not at the price of more than 2 % of the
    /// likelihood that it started from.
    private func score(_ measures: HeldOutMeasures) -> Double? {
        guard state.phase == .adversarial else { return measures.bitsPerCharacter }
        // The first gibberish is no better for being likelier: a duel without any likelihood keeps its
        // latest.
        if beginsFresh && settings.likelihoodWeight == 0 { return nil }
        if let start = state.likelihoodBits, measures.bitsPerCharacter > 1.02 * start { return nil }
        return measures.bitsPerCharacter - measures.contextGain - (measures.topicGain ?? 0)
    }

    /// What is wrong with the generator, if anything.
    private func trouble(_ measures: HeldOutMeasures) -> String? {
        guard measures.isFinite else { return "held-out text became impossible" }
        guard state.phase == .adversarial else { return nil }
        // From scratch a generator passes through few letters before it finds more.
        if let diversity = measures.diversity, diversity < 0.8, !beginsFresh {
            return "diversity fell to \(Int(100 * diversity)) % of real text's"
        }
        if let before = state.likelihoodBits, measures.bitsPerCharacter > before * 1.15 {
            return "held-out bits per character rose by more than 15 %"
        }
        return nil
    }

    /// Whether a phase has been rolled back so often that going on is pointless.
    var hasGivenUp: Bool { state.rollbacks >= 8 }

    /// Goes back to the last good checkpoint with half the learning rates.
    ///
    /// - Returns: the story in a sentence.
    func recover(_ reason: String) throws -> String {
        state.rollbacks += 1
        state.rateFactor /= 2
        if let good = state.goodStep {
            let checkpoint = try folder.load(step: good)
            try loadWeights(of: checkpoint)
            try loadMoments(of: checkpoint)
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
        let place = state.goodStep.map { "step \($0)" } ?? "the start"
        return "\(reason): went back to \(place), learning rates halved"
            + (hasGivenUp ? "; the phase ends here" : "")
    }
}

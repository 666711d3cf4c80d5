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
        let source = random.child("sample", state.step)
        if let drawn = heldOut.samples(generator, source) {
            measures.diversity = drawn.diversity
            message.sample = StepReport.Sample(
                context: corpus.alphabet.decode(drawn.passage.context),
                text: corpus.alphabet.decode(drawn.symbols),
                topic: drawn.passage.topic.map { corpus.topicNames[$0] })
        }
        state.heldOut = measures
        message.heldOut = measures
        if let trouble = trouble(measures) {
            message.notice = try recover(trouble)
            return
        }
        let score =
            state.phase == .likelihood
            ? measures.bitsPerCharacter
            : measures.bitsPerCharacter - measures.contextGain - (measures.topicGain ?? 0)
        if score < state.bestScore ?? .infinity {
            state.bestScore = score
            state.bestStep = state.step
        }
        state.goodStep = state.step
    }

    /// What is wrong with the generator, if anything.
    private func trouble(_ measures: HeldOutMeasures) -> String? {
        guard measures.bitsPerCharacter.isFinite else { return "held-out text became impossible" }
        guard state.phase == .adversarial else { return nil }
        if let diversity = measures.diversity, diversity < 0.8 {
            return "diversity fell to \(Int(100 * diversity)) % of real text's"
        }
        if let before = state.likelihoodBits, measures.bitsPerCharacter > before * 1.15 {
            return "held-out bits per character rose by more than 15 %"
        }
        return nil
    }

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
        state.dataPosition += settings.batch
        return "\(reason): went back to "
            + (state.goodStep.map { "step \($0)" } ?? "the start") + ", learning rates halved"
    }
}

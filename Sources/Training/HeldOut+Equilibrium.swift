import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

extension HeldOut {
    /// How far the discriminator is from guessing on the held-out passages of check number `check`, which
    /// take turns; nil where there are no passages.
    ///
    /// - Parameters:
    ///   - isAboutRealismAlone: the topic and context heads have not learned and are not asked.
    ///   - temperature: at which the samples are drawn.
    ///   - source: draws the samples and what real texts are exchanged.
    func equilibrium(
        of generator: Generator, _ discriminator: Discriminator, check: Int,
        isAboutRealismAlone: Bool, temperature: Float, _ source: RandomSource
    ) -> Equilibrium? {
        let size = min(HeldOut.panel, passages.count)
        guard size > 0 else { return nil }
        let own = (0..<size).map { passages[(check * size + $0) % passages.count] }
        let whole = batch(own)
        let misfits = Misfits(
            of: own, shownAs: whole, hasTopics: topicCount > 1,
            isAboutRealismAlone: isAboutRealismAlone, source)
        let pieces = stride(from: 0, to: size, by: HeldOut.piece).map {
            Array($0..<min(size, $0 + HeldOut.piece))
        }
        let verdicts = pool.map(pieces.count) { index in
            logits(
                whole.passages(pieces[index]), misfits.batch.passages(pieces[index]), generator,
                discriminator, temperature: temperature, source.child("piece", index))
        }.flatMap { $0 }

        var realism = Equilibrium.Tally()
        var topic = Equilibrium.Tally()
        var context = Equilibrium.Tally()
        for (index, verdict) in verdicts.enumerated() {
            let (real, sampled) = (verdict.real, verdict.sampled)
            realism.add(
                margins: [real[.realism] - sampled[.realism]], real: real[.realism],
                sampled: sampled[.realism])
            guard misfits.areAsked[index] else { continue }
            let head = misfits.heads[index]
            let margins = [real[head], -verdict.misfit[head]]
            if head == .topic {
                topic.add(margins: margins, real: real[head], sampled: sampled[head])
            } else {
                context.add(margins: margins, real: real[head], sampled: sampled[head])
            }
        }
        return realism.verdict.map {
            Equilibrium(realism: $0, topic: topic.verdict, context: context.verdict)
        }
    }

    /// Passages of a check, and of the pieces that workers judge.
    private static let panel = 64
    private static let piece = 16

    /// A text's mean logits.
    private struct Logits {
        let values: [Double]
        subscript(head: Head) -> Double { values[head.rawValue] }
    }

    /// For each passage the logits of its real text, of a sample and of the text that does not fit.
    private func logits(
        _ batch: Batch, _ misfits: Batch, _ generator: Generator, _ discriminator: Discriminator,
        temperature: Float, _ source: RandomSource
    ) -> [(real: Logits, sampled: Logits, misfit: Logits)] {
        let sampled = batch.withContinuations(
            generator.freeRun(batch, steps: batch.steps, temperature: temperature, source))
        let tape = Tape(precision: discriminator.parameters.precision)
        tape.isRecording = false
        let weights = discriminator.parameters.bound(to: tape, gradients: nil)
        let condition = discriminator.condition(on: batch, source, weights)
        func judge(_ text: Batch) -> [Logits] {
            let logits = discriminator.logits(
                .symbols(text.targets), counts: text.weights, under: condition, source, weights)
            let means = tape.passageMeans(logits, weights: text.weights, batch: text.size)
            return (0..<text.size).map { b in
                Logits(values: Head.allCases.map { Double(means.value[b, $0.rawValue]) })
            }
        }
        let (real, fake, misfit) = (judge(batch), judge(sampled), judge(misfits))
        return real.indices.map { (real[$0], fake[$0], misfit[$0]) }
    }
}

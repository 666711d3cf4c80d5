import Checkpoints
import Foundation
import Testing
import Training

@Suite("Equilibrium and balance")
struct BalanceTests {
    private func equilibrium(
        realism: Double, topic: (accuracy: Double, lead: Double)? = nil,
        context: (accuracy: Double, lead: Double) = (0.7, 0)
    ) -> Equilibrium {
        func verdict(_ accuracy: Double, _ lead: Double) -> Equilibrium.Verdict {
            Equilibrium.Verdict(accuracy: accuracy, bits: 0.9, lead: lead)
        }
        return Equilibrium(
            realism: verdict(realism, 0), topic: topic.map { verdict($0.accuracy, $0.lead) },
            context: verdict(context.accuracy, context.lead))
    }

    @Test func theStrongerSideWaits() {
        let settings = TrainingSettings()
        func balance(_ equilibrium: Equilibrium?) -> Balance { Balance(at: equilibrium, settings) }
        #expect(balance(nil) == Balance())
        #expect(balance(equilibrium(realism: 0.65)) == Balance())
        #expect(balance(equilibrium(realism: 0.8)).realism == .discriminator)
        #expect(balance(equilibrium(realism: 0.5)).realism == .generator)
        #expect(balance(equilibrium(realism: 0.65, topic: (0.97, 0))).topic == .discriminator)
        // Samples fit more surely than real text.
        #expect(balance(equilibrium(realism: 0.65, topic: (0.9, 0.6))).topic == .generator)
        // A head that guesses teaches nothing.
        #expect(balance(equilibrium(realism: 0.65, context: (0.5, -0.1))).context == .generator)
        #expect(balance(equilibrium(realism: 0.65, context: (0.6, 0.6))).context == .generator)
        #expect(balance(equilibrium(realism: 0.65, context: (0.6, 0.4))).context == nil)
    }

    @Test func aCriticOfBoundedSlopeNeverWaits() {
        for objective in ObjectiveName.allCases {
            var settings = TrainingSettings()
            settings.objective = objective
            let isBounded = objective.objective.constraint != .none
            let ahead = Balance(at: equilibrium(realism: 0.99), settings)
            let behind = Balance(at: equilibrium(realism: 0.5), settings)
            #expect((ahead.realism == nil) == isBounded)
            #expect((behind.realism == nil) == isBounded)
        }
    }

    /// Three decisions by hand: right by 2, right by 0 (half), wrong by 1.
    @Test func aVerdictCountsDecisions() throws {
        var tally = Equilibrium.Tally()
        #expect(tally.verdict == nil)
        tally.add(margins: [2, 0], real: 0, sampled: log(3))
        tally.add(margins: [-1], real: 0, sampled: 0)
        let verdict = try #require(tally.verdict)
        #expect(abs(verdict.accuracy - 0.5) < 1e-12)
        let bits = (log2(1 + exp(-2.0)) + 1.0 + log2(1 + exp(1.0))) / 3
        #expect(abs(verdict.bits - bits) < 1e-12)
        // σ(log 3) = 3/4, against σ(0) = 1/2; then nothing.
        #expect(abs(verdict.lead - 0.125) < 1e-12)
        #expect(verdict.distance < 1e-12)
    }

    @Test func theMeanMovesAndForgetsNothing() {
        let first = equilibrium(realism: 0.5, topic: (0.6, 0))
        let next = equilibrium(realism: 0.9)
        let mean = first.moved(to: next, by: 0.25)
        #expect(abs(mean.realism.accuracy - 0.6) < 1e-12)
        #expect(mean.topic?.accuracy == 0.6, "not measured this time")
    }

    @Test func progressIsWhateverImproves() {
        var progress = DuelProgress()
        progress.note(score: 2, equilibrium: equilibrium(realism: 0.8))
        #expect(progress.idle == 0)
        // Too little to be seen.
        progress.note(score: 1.9995, equilibrium: equilibrium(realism: 0.8))
        #expect(progress.idle == 1)
        progress.note(score: 2.1, equilibrium: equilibrium(realism: 0.75))
        #expect(progress.idle == 0, "the generator has come nearer")
        progress.note(score: 1.99, equilibrium: equilibrium(realism: 0.9))
        #expect(progress.idle == 0)
        for count in 1...3 {
            progress.note(score: 1.99, equilibrium: equilibrium(realism: 0.75))
            #expect(progress.idle == count)
        }
        progress.note(score: .nan, equilibrium: nil)
        #expect(progress.idle == 4)
    }
}

import Checkpoints
import Foundation
import Models
import Tensors
import Testing
import Texts
import Training

/// Small runs: that they learn, repeat, resume, recover and end.
@Suite("Training runs", .serialized)
final class TrainerTests: SmallRuns {
    @Test func likelihoodLearnsWhatFollows() throws {
        var settings = settings(900, 0)
        settings.likelihoodInterval = 100
        settings.keep = 1
        settings.likelihoodRate = 0.015
        let (trainer, run) = try trainer("learns", settings)
        var first: Double?
        var last: HeldOutMeasures?
        try trainer.run { report in
            first = first ?? report.trainingBits
            last = report.heldOut ?? last
            return .more
        }
        let begin = try #require(first)
        let end = try #require(last)
        #expect(begin > 7, "an untrained network guesses among all symbols")
        #expect(end.bitsPerCharacter < 1)
        #expect(end.contextGain > 0.05, "the answer follows from the question")
        #expect(try run.latest().state.phase == .finished)
        #expect(try RunFolder.best(at: run.url.path).state.step > 0)
    }

    @Test(arguments: Precision.supported)
    func theNumberOfWorkersChangesNothing(_ precision: Precision) throws {
        var settings = settings(4, 4)
        settings.precision = precision
        let (one, _) = try trainer("one-\(precision)", settings, workers: 1)
        let (three, _) = try trainer("three-\(precision)", settings, workers: 3)
        try one.run { _ in .more }
        try three.run { _ in .more }
        #expect(weights(one) == weights(three))
    }

    @Test(arguments: [3, 6, 8, 10, 11], Precision.supported)
    func aRunThatWasStoppedEndsWithTheSameBits(_ stop: Int, _ precision: Precision) throws {
        var settings = settings(8, 6)
        settings.precision = precision
        settings.weightDecay = 0.5
        let (whole, _) = try trainer("whole-\(stop)-\(precision)", settings)
        try whole.run { _ in .more }
        let name = "stopped-\(stop)-\(precision)"
        let (stopped, _) = try trainer(name, settings)
        try stopped.run { $0.step >= stop ? .stop : .more }
        #expect(stopped.state.phase != .finished)
        let (resumed, _) = try trainer(name, settings, resuming: true)
        try resumed.run { _ in .more }
        #expect(weights(resumed) == weights(whole))
        #expect(resumed.state.step == whole.state.step)
        #expect(resumed.state.bestStep == whole.state.bestStep)
    }

    @Test func weightDecayIsOfTheLikelihoodPhaseAlone() throws {
        func generator(
            _ name: String, _ settings: TrainingSettings, decay: Double
        ) throws -> [[Float]] {
            var settings = settings
            settings.weightDecay = decay
            let (trainer, _) = try trainer("\(name)-\(decay)", settings)
            try trainer.run { _ in .more }
            return trainer.checkpoint().generator.map(\.tensor.elements)
        }
        func size(_ weights: [[Float]]) -> Float { weights.joined().reduce(0) { $0 + $1 * $1 } }
        let likelihood = settings(12, 0)
        let free = try generator("likelihood", likelihood, decay: 0)
        #expect(size(try generator("likelihood", likelihood, decay: 10)) < 0.9 * size(free))
        let duel = settings(0, 2)
        let undisturbed =
            try generator("duel", duel, decay: 10) == generator("duel", duel, decay: 0)
        #expect(undisturbed)
    }

    @Test func aDuelThatBreaksIsRolledBack() throws {
        var settings = settings(6, 6)
        settings.generatorRate = 0.9
        settings.clip = 1e6
        settings.discriminatorLead = 0
        let (trainer, _) = try trainer("breaks", settings)
        var notices: [String] = []
        var rollbacks: [StepReport.Rollback] = []
        try trainer.run { report in
            if let notice = report.notice { notices.append(notice) }
            if let rollback = report.rollback { rollbacks.append(rollback) }
            return .more
        }
        #expect(trainer.state.rollbacks > 0 && rollbacks.count == notices.count)
        #expect(rollbacks.allSatisfy { $0.to == 6 && $0.from > 6 })
        #expect(rollbacks.first?.rateFactor == 0.5)
        #expect(notices.allSatisfy { $0.contains("went back to step 6") }, "\(notices)")
        let last = weights(trainer).flatMap { $0 }
        #expect(last.allSatisfy { $0.isFinite })
    }

    /// Of the duel's checkpoints and its start, the latest of those whose context and topic save nearly as
    /// much as ever is chosen, among those that are not too dear.
    @Test(arguments: [0.0, 0.002, 10])
    func aCheckpointIsChosenByWhatItsConditionsSave(_ price: Double) throws {
        var settings = settings(6, 12)
        settings.likelihoodPrice = price
        settings.generatorRate = 3e-3
        settings.heldOutPassages = 120
        let (trainer, _) = try trainer("price-\(price)", settings)
        var measured: [(step: Int, measures: HeldOutMeasures)] = []
        try trainer.run { report in
            if let measures = report.heldOut, report.step >= 6, report.rollback == nil {
                measured.append((report.step, measures))
            }
            return .more
        }
        let limit = (1 + price) * (measured.first?.measures.bitsPerCharacter ?? 0)
        func saved(_ measures: HeldOutMeasures) -> Double {
            measures.contextGain + (measures.topicGain ?? 0)
        }
        var most = -Double.infinity
        var best: Int?
        for (step, measures) in measured where measures.bitsPerCharacter <= limit {
            most = max(most, saved(measures))
            if saved(measures) >= most - 0.05 * abs(most) { best = step }
        }
        #expect(measured.first?.step == 6 && measured.count == 5)
        #expect(trainer.state.bestStep == best)
    }

    /// Where the generator stands still the discriminator has learned, and is the one to use.
    @Test func ofEqualCheckpointsTheLatestIsChosen() throws {
        var settings = settings(6, 12)
        settings.generatorRate = 1e-12
        let (trainer, _) = try trainer("equal", settings)
        try trainer.run { _ in .more }
        #expect(trainer.state.bestStep == 18)
    }

    /// The checks of the equilibrium come with their interval, are carried through a stop, and say when
    /// the duel has got nowhere.
    @Test func theEquilibriumIsMeasuredAndTheDuelEnds() throws {
        var settings = settings(6, 40)
        settings.equilibriumInterval = 2
        settings.patience = 2
        // Nothing moves, so nothing improves.
        settings.generatorRate = 1e-12
        settings.discriminatorRate = 1e-12
        let (trainer, run) = try trainer("settles", settings)
        var checks: [Int] = []
        var last: StepReport?
        try trainer.run { report in
            if let found = report.equilibrium {
                checks.append(report.step)
                #expect((0...1).contains(found.realism.accuracy) && found.topic != nil)
            }
            if report.duel != nil { last = report }
            return .more
        }
        #expect(checks.count >= 3 && checks.allSatisfy { $0 % 2 == 0 }, "\(checks)")
        #expect(trainer.state.phase == .finished && trainer.state.step < 46)
        #expect(last?.notice?.contains("the duel ends here") == true)
        #expect(last?.heldOut?.equilibrium == trainer.state.equilibrium)
        #expect(last?.heldOut?.entropy ?? 0 > 0 && last?.heldOut?.novelty != nil)
        #expect(try run.latest().state.progress?.idle == 2)
    }
}

import Checkpoints
import Foundation
import Models
import Tensors
import Testing
import Texts
import Training

/// Small duels: every objective, discriminator and head does its part.
@Suite("Duels", .serialized)
final class DuelTests: SmallRuns {
    @Test func aDuelAboutRealismAloneTeachesOneHead() throws {
        // The rows of topic and context; the first is realism's.
        func others(_ trainer: Trainer) -> [[Float]] {
            let parameters = trainer.discriminator.parameters
            return parameters.list.filter { ["heads.weight", "evidence.weight"].contains($0.name) }
                .map { Array(parameters.value(of: $0).rows(1..<3).elements) }
        }
        for weight in [0.0, 0.5] {
            var settings = settings(1, 4)
            settings.topicWeight = weight
            settings.contextWeight = weight
            let (trainer, _) = try trainer("realism-\(weight)", settings)
            let before = others(trainer)
            try trainer.run { _ in .more }
            #expect(before.count == 2 && (others(trainer) == before) == (weight == 0))
        }
    }

    /// Where all text is of one document there is none that does not fit, and the context head, of which
    /// nobody asks anything, teaches nothing either.
    @Test func aHeadThatNobodyAsksTeachesNothing() throws {
        let texts = folder.appendingPathComponent("texts")
        let whole = try String(contentsOf: texts.appendingPathComponent("sea.txt"), encoding: .utf8)
            .replacingOccurrences(of: "\n\n", with: "\n")
        for topic in ["sea", "land"] {
            try FileManager.default.removeItem(at: texts.appendingPathComponent("\(topic).txt"))
        }
        try whole.write(
            to: texts.appendingPathComponent("one.txt"), atomically: true, encoding: .utf8)
        let generators = try [0.0, 0.5].map { weight -> [[Float]] in
            var settings = settings(2, 5)
            settings.topicWeight = 0.5
            settings.contextWeight = weight
            let (trainer, _) = try trainer("one-\(weight)", settings)
            try trainer.run { report in
                #expect(report.duel?.contextAccuracy == nil)
                return .more
            }
            #expect(trainer.state.generatorUpdates > 0)
            return trainer.checkpoint().generator.map(\.tensor.elements)
        }
        let areEqual = generators[0] == generators[1]
        #expect(areEqual)
    }

    /// Both those that the discriminator learns from and those that the equilibrium is measured on; the
    /// discriminator stays as it is.
    @Test func samplesAreDrawnAtTheTemperatureThatIsAsked() throws {
        let verdicts = try [Float(0.3), 1, 1].enumerated().map { index, temperature in
            var settings = settings(6, 10)
            settings.drawingTemperature = temperature
            settings.discriminatorLead = 100
            settings.discriminatorRate = 1e-30
            let (trainer, _) = try trainer("drawn-\(index)", settings)
            var losses: [Double] = []
            try trainer.run { report in
                if let duel = report.duel { losses.append(duel.discriminatorLoss) }
                return .more
            }
            return (losses: losses, realism: try #require(trainer.state.equilibrium).realism)
        }
        #expect(verdicts[1].losses == verdicts[2].losses)
        #expect(verdicts[1].realism == verdicts[2].realism)
        #expect(verdicts[0].losses != verdicts[1].losses)
        #expect(verdicts[0].realism != verdicts[1].realism)
    }

    /// Adam's first step goes as far as the rate for every weight with a gradient.
    @Test(arguments: [1.0, 10.0], [1, 0])
    func headsLearnSoManyTimesAsFastAsTheBody(_ asked: Double, likelihoodSteps: Int) throws {
        var settings = settings(likelihoodSteps, 1)
        settings.headFactor = asked
        settings.discriminatorRate = 1e-3
        if likelihoodSteps == 0 { settings.likelihood = .none }
        // From scratch the body is as fresh as the heads.
        let factor = likelihoodSteps == 0 ? 1 : asked
        let (trainer, _) = try trainer("heads-\(Int(asked))-\(likelihoodSteps)", settings)
        let discriminator = trainer.discriminator
        func values() -> [Float] {
            Array(
                UnsafeBufferPointer(
                    start: discriminator.parameters.values, count: discriminator.parameters.count))
        }
        if likelihoodSteps == 0 { discriminator.startFromLikelihood(of: trainer.generator) }
        var before = values()
        try trainer.run { report in
            if report.phase == .likelihood {
                discriminator.startFromLikelihood(of: trainer.generator)
                before = values()
            }
            return .more
        }
        let moves = zip(values(), before).map { abs($0 - $1) }
        let first = discriminator.firstHeadElement
        let body = try #require(moves[..<first].max())
        let heads = try #require(moves[first...].max())
        #expect(abs(body - 1e-3) < 1e-5)
        #expect(abs(heads - Float(factor) * 1e-3) < Float(factor) * 1e-5)
    }

    @Test(arguments: ObjectiveName.allCases)
    func theDuelRunsWithEveryObjective(_ objective: ObjectiveName) throws {
        var settings = settings(6, 6)
        settings.objective = objective
        if objective.needsFullPrecision { settings.precision = .f32 }
        settings.generatorDecay = 0.1
        let (trainer, _) = try trainer("duel-\(objective.rawValue)", settings)
        var duels: [StepReport.Duel] = []
        var rates: [Double] = []
        try trainer.run { report in
            if let duel = report.duel {
                duels.append(duel)
                rates.append(report.rate)
            }
            return .more
        }
        #expect(duels.count == 6)
        let isPenalised = objective == .wassersteinPenalty
        #expect(duels.allSatisfy { ($0.slope != nil) == isPenalised })
        // The critic begins at the slope that the penalty asks for.
        if let slope = duels.first?.slope { #expect((0.7...1.4).contains(slope)) }
        #expect(duels.allSatisfy { $0.discriminatorLoss.isFinite && (0...1).contains($0.accuracy) })
        let temperatures = duels.map(\.temperature)
        #expect(temperatures.first == settings.firstTemperature)
        #expect(rates.first == settings.generatorRate)
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
        #expect((rates.last ?? 0) > settings.generatorRate / 10)
        #expect(zip(temperatures, temperatures.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test(arguments: [ObjectiveName.relativistic, .wasserstein, .wassersteinPenalty])
    func theConvolutionalDiscriminatorDuels(_ objective: ObjectiveName) throws {
        var settings = settings(6, 6)
        settings.objective = objective
        settings.precision = .f32
        let name = "convolutional-\(objective.rawValue)"
        let (one, run) = try trainer(name, settings, workers: 1, discriminator: .convolutional)
        let (two, _) = try trainer("\(name)-2", settings, discriminator: .convolutional)
        var duels: [StepReport.Duel] = []
        try one.run { report in
            if let duel = report.duel { duels.append(duel) }
            return .more
        }
        try two.run { _ in .more }
        #expect(duels.count == 6 && duels.allSatisfy { $0.discriminatorLoss.isFinite })
        #expect(weights(one) == weights(two), "the number of workers changes nothing")
        #expect(try run.latest().configuration.discriminator == .convolutional)
    }

    /// A side that learns while the other stands still gets better at its own game.
    @Test func whoLearnsAloneGetsBetter() throws {
        func reports(_ name: String, _ judge: Double, _ writer: Double) throws -> [StepReport] {
            var settings = settings(30, 120)
            settings.discriminatorLead = 0
            settings.patience = 0
            settings.adversarialInterval = 1000
            settings.likelihoodWeight = 0
            // Nobody waits.
            (settings.balance, settings.matchingBalance) = (2, 2)
            (settings.guessing, settings.matchingLead) = (-1, 2)
            settings.discriminatorRate = judge
            settings.generatorRate = writer
            settings.generatorDecay = 1
            settings.headFactor = 1
            let (trainer, _) = try trainer(name, settings)
            var reports: [StepReport] = []
            try trainer.run { report in
                if report.duel != nil { reports.append(report) }
                return .more
            }
            return reports
        }
        func mean(_ reports: some Collection<StepReport>, _ figure: (StepReport) -> Double?)
            -> Double
        {
            let figures = reports.compactMap(figure)
            return figures.reduce(0, +) / Double(max(1, figures.count))
        }
        let judged = try reports("judge", 5e-3, 1e-12)
        #expect(mean(judged.suffix(20)) { $0.duel?.accuracy } > 0.8)
        // Sea and land have no things in common.
        #expect(mean(judged.suffix(20)) { $0.duel?.topicAccuracy } > 0.8)
        let equilibrium = try #require(judged.compactMap(\.equilibrium).last)
        #expect(equilibrium.realism.accuracy > 0.7 && equilibrium.topic?.accuracy ?? 0 > 0.6)
        // It learns from where a judge is that has learned a little.
        let written = try reports("writer", 1e-4, 5e-3)
        let (first, last) = (written.prefix(20), written.suffix(20))
        #expect(mean(last) { $0.duel?.generatorLoss } < mean(first) { $0.duel?.generatorLoss })
    }

    /// The code reader comes to read the code off the samples, because the generator comes to show it.
    @Test func theCodeIsLearned() throws {
        var settings = settings(20, 200)
        settings.adversarialInterval = 50
        settings.likelihoodWeight = 0.1
        settings.codeWeight = 5
        settings.realismWeight = 0.3
        settings.generatorRate = 5e-3
        settings.generatorDecay = 1
        settings.discriminatorRate = 5e-3
        settings.headFactor = 1
        let (trainer, _) = try trainer("codes", settings, codes: 2)
        var information: [Double] = []
        var deviations: [Double] = []
        try trainer.run { report in
            if let bits = report.duel?.codeInformation { information.append(bits) }
            if let deviation = report.duel?.codeDeviation { deviations.append(deviation) }
            return .more
        }
        #expect(information.allSatisfy { $0 <= 1 && $0.isFinite })
        #expect((deviations.first ?? 0) > 0.4)
        let first = information.prefix(20).reduce(0, +) / 20
        let last = information.suffix(20).reduce(0, +) / 20
        #expect(first < 0.3 && last > 0.5, "bits of 1: first \(first), last \(last)")
    }

    @Test func codesAreTheSameWithAnyNumberOfWorkers() throws {
        let (one, _) = try trainer("codes-one", settings(3, 4), workers: 1, codes: 3)
        let (two, _) = try trainer("codes-two", settings(3, 4), workers: 2, codes: 3)
        try one.run { _ in .more }
        try two.run { _ in .more }
        #expect(weights(one) == weights(two))
    }

    /// A duel that no likelihood phase came before.
    @Test(arguments: [ObjectiveName.minimax, .nonSaturating, .wassersteinPenalty])
    func theDuelRunsFromFreshWeights(_ objective: ObjectiveName) throws {
        var settings = settings(0, 8)
        settings.likelihood = .none
        settings.likelihoodWeight = 0
        settings.objective = objective
        settings.precision = .f32
        let (trainer, run) = try trainer("fresh-\(objective.rawValue)", settings)
        let before = trainer.checkpoint().generator.map(\.tensor.elements)
        var duels = 0
        try trainer.run { report in
            #expect(report.phase == .adversarial)
            duels += report.duel == nil ? 0 : 1
            return .more
        }
        #expect(duels == 8)
        #expect(trainer.checkpoint().generator.map(\.tensor.elements) != before)
        #expect(try run.latest().state.phase == .finished)
        #expect(try RunFolder.best(at: run.url.path).state.step == trainer.state.step)
        #expect(trainer.state.rollbacks == 0)
    }

    /// With clipped weights every weight that the realism logit depends on stays near where the duel
    /// began, also after the run was stopped and resumed; the other heads' own rows go where they like.
    @Test func clippedWeightsStayInTheirBox() throws {
        var settings = settings(6, 9)
        settings.objective = .wasserstein
        settings.weightClip = 0.002
        settings.discriminatorRate = 0.01
        let (whole, _) = try trainer("clipped-whole", settings)
        var start: [Float] = []
        func values(_ trainer: Trainer) -> [Float] {
            let parameters = trainer.discriminator.parameters
            return Array(UnsafeBufferPointer(start: parameters.values, count: parameters.count))
        }
        let (stopped, run) = try trainer("clipped", settings)
        try stopped.run { $0.step >= 9 ? .stop : .more }
        let (resumed, _) = try trainer("clipped", settings, resuming: true)
        try resumed.run { _ in .more }
        try whole.run { report in
            if report.phase == .likelihood {
                whole.discriminator.startFromLikelihood(of: whole.generator)
                start = values(whole)
            }
            return .more
        }
        #expect(weights(resumed) == weights(whole))
        #expect(run.steps().contains(resumed.state.step))
        let end = values(whole)
        let free = whole.discriminator.elementsBesideRealism
        var (clipped, moved) = (0, 0)
        for index in start.indices where end[index] != start[index] {
            let distance = abs(end[index] - start[index])
            if free.contains(where: { $0.contains(index) }) {
                moved += distance > 0.0021 ? 1 : 0
            } else {
                #expect(distance < 0.00201)
                clipped += distance > 0.00199 ? 1 : 0
            }
        }
        #expect(clipped > 100 && moved > 10)
    }

    /// The generator must be moved by the discriminator's verdict alone.
    @Test func theDuelTrainsTheGeneratorWithoutLikelihood() throws {
        var settings = settings(6, 4)
        settings.likelihoodWeight = 0
        settings.discriminatorLead = 1
        let (trainer, _) = try trainer("pure", settings)
        var before: [[Float]] = []
        try trainer.run { report in
            if report.phase == .likelihood {
                before = trainer.checkpoint().generator.map(\.tensor.elements)
            }
            return .more
        }
        #expect(trainer.checkpoint().generator.map(\.tensor.elements) != before)
    }
}

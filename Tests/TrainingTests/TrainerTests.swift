import Checkpoints
import Foundation
import Models
import Tensors
import Testing
import Texts
import Training

/// Small runs on made-up text: that they learn, repeat, resume and recover.
@Suite("Training runs", .serialized)
final class TrainerTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("riposte-training-\(UUID().uuidString)")

    init() throws {
        let texts = folder.appendingPathComponent("texts")
        try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
        // Two topics with words of their own, in which every answer follows from its question.
        for (topic, things) in [
            ("sea", ["boat", "net", "tide"]), ("land", ["plough", "hay", "mill"]),
        ] {
            var text = ""
            for index in 0..<120 {
                let thing = things[index % 3]
                let place = ["hill", "town", "road", "wood"][index / 3 % 4]
                text += "Where is the \(thing)?\nThe \(thing) is by the \(place).\n"
                text += "Who saw it by the \(place)?\nI saw the \(thing) there.\n\n"
            }
            try text.write(
                to: texts.appendingPathComponent("\(topic).txt"), atomically: true, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func settings(_ likelihood: Int, _ adversarial: Int) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.likelihood = .steps(likelihood)
        settings.adversarial = adversarial > 0 ? .steps(adversarial) : .none
        settings.batch = 16
        settings.likelihoodBatch = 16
        settings.shard = 4
        settings.likelihoodShard = 4
        settings.discriminatorLead = 2
        settings.likelihoodInterval = 6
        settings.adversarialInterval = 3
        settings.heldOutPassages = 24
        return settings
    }

    private func trainer(
        _ name: String, _ settings: TrainingSettings, workers: Int = 2, resuming: Bool = false,
        discriminator: DiscriminatorKind = .recurrent, codes: Int = 0
    ) throws -> (Trainer, RunFolder) {
        let corpus = try Corpus.open([folder.appendingPathComponent("texts").path])
        var configuration = ModelConfiguration(
            symbols: corpus.alphabet.count, topics: corpus.topicNames.count)
        configuration.embedding = 16
        configuration.contextHidden = 24
        configuration.hidden = 32
        configuration.discriminatorHidden = 32
        configuration.conditioning = 16
        configuration.attention = 16
        configuration.noise = 4
        configuration.topicWidth = 4
        configuration.shape = PassageShape(contextCharacters: 48, continuationCharacters: 32)
        configuration.layout = corpus.layout
        configuration.discriminator = discriminator
        configuration.codes = codes
        let run = RunFolder(folder.appendingPathComponent(name).path)
        try run.prepare(resuming: resuming)
        return (
            try Trainer(
                corpus, configuration: configuration, settings: settings, folder: run,
                resuming: resuming ? run.latest() : nil, workers: workers), run
        )
    }

    private func weights(_ trainer: Trainer) -> [[Float]] {
        let checkpoint = trainer.checkpoint()
        return (checkpoint.generator + checkpoint.discriminator + checkpoint.optimizer)
            .map(\.tensor.elements)
    }

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

    @Test func theNumberOfWorkersChangesNothing() throws {
        let (one, _) = try trainer("one", settings(4, 4), workers: 1)
        let (three, _) = try trainer("three", settings(4, 4), workers: 3)
        try one.run { _ in .more }
        try three.run { _ in .more }
        #expect(weights(one) == weights(three))
    }

    @Test(arguments: [3, 6, 8, 10, 11])
    func aRunThatWasStoppedEndsWithTheSameBits(_ stop: Int) throws {
        let (whole, _) = try trainer("whole-\(stop)", settings(8, 6))
        try whole.run { _ in .more }
        let name = "stopped-\(stop)"
        let (stopped, _) = try trainer(name, settings(8, 6))
        try stopped.run { $0.step >= stop ? .stop : .more }
        #expect(stopped.state.phase != .finished)
        let (resumed, _) = try trainer(name, settings(8, 6), resuming: true)
        try resumed.run { _ in .more }
        #expect(weights(resumed) == weights(whole))
        #expect(resumed.state.step == whole.state.step)
        #expect(resumed.state.bestStep == whole.state.bestStep)
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

    /// The code reader comes to read the code off the samples, because the generator comes to show it.
    @Test func theCodeIsLearned() throws {
        var settings = settings(20, 150)
        settings.adversarialInterval = 50
        settings.likelihoodWeight = 0.1
        settings.codeWeight = 5
        settings.generatorRate = 5e-3
        settings.discriminatorRate = 5e-3
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

    /// Of the duel's checkpoints and its start, the one whose context and topic save most is chosen, among
    /// those that are not too dear.
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
        let best = measured.filter { $0.measures.bitsPerCharacter <= limit }
            .max { saved($0.measures) < saved($1.measures) }
        #expect(measured.first?.step == 6 && measured.count == 5)
        #expect(trainer.state.bestStep == best?.step)
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

import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

/// Trains both networks: the likelihood phase, then the duel; measures on held-out text, keeps the
/// best, goes back when something breaks, and saves so that it can be killed at any instant.
public final class Trainer {
    /// What the receiver of reports answers.
    public enum Answer: Sendable {
        /// Go on.
        case more
        /// Save and return.
        case stop
    }

    /// The networks' shape.
    public let configuration: ModelConfiguration
    /// How they are trained.
    public let settings: TrainingSettings
    /// Where training stands.
    public internal(set) var state: TrainingState
    /// The network that writes.
    public let generator: Generator
    /// The network that judges.
    public let discriminator: Discriminator

    let corpus: Corpus
    /// What words tell about the topics; saved with every checkpoint.
    let topicModel: TopicModel?
    let folder: RunFolder
    let pool: WorkerPool
    let data: TrainingData
    /// The shards of this phase's batches.
    private(set) var shards: Shards
    let heldOut: HeldOut
    let generatorAdam: Adam
    let discriminatorAdam: Adam
    let random: RandomSource
    /// The update after which held-out text was measured last.
    var measuredStep: Int?

    /// A trainer that begins a run in `folder`, or goes on from `checkpoint`.
    ///
    /// - Precondition: the precision is f32 where the objective needs it.
    /// - Parameter workers: number of threads; all cores when nil. It does not change the result.
    /// - Throws: ``Texts/TextError/noDocuments``; ``Checkpoints/CheckpointError`` where the checkpoint is of
    ///   other networks.
    public init(
        _ corpus: Corpus, configuration: ModelConfiguration, settings: TrainingSettings,
        folder: RunFolder, resuming checkpoint: Checkpoint? = nil, workers: Int? = nil
    ) throws {
        guard !corpus.training.isEmpty, !corpus.heldOut.isEmpty else { throw TextError.noDocuments }
        precondition(
            settings.precision == .f32 || !settings.objective.needsFullPrecision,
            "\(settings.objective.rawValue) in \(settings.precision.rawValue)")
        self.corpus = corpus
        topicModel = corpus.discoveredTopics ?? checkpoint?.topicModel ?? corpus.topicModel()
        self.configuration = configuration
        self.settings = settings
        self.folder = folder
        pool = WorkerPool(count: workers)
        random = RandomSource(seed: settings.seed)
        generator = Generator(configuration, precision: settings.precision, random)
        discriminator = Discriminator(configuration, precision: settings.precision, random)
        generatorAdam = Adam(generator.parameters)
        discriminatorAdam = Adam(discriminator.parameters, .init(beta1: 0.5))
        discriminatorAdam.ending = (discriminator.firstHeadElement, settings.headFactorOfRun)
        data = TrainingData(corpus, shape: configuration.shape, settings: settings)
        heldOut = HeldOut(
            corpus, shape: configuration.shape, limit: settings.heldOutPassages, pool: pool)
        let state = checkpoint?.state ?? TrainingState(seed: settings.seed)
        self.state = state
        shards = Shards(
            for: state.phase, of: settings, generator: generator, discriminator: discriminator,
            pool: pool)
        setUpGeneratorAdam()
        if let checkpoint { try restore(checkpoint) }
    }

    deinit { pool.close() }

    /// Number of trained elements of both networks.
    public var parameterCount: Int {
        generator.parameters.elementCount + discriminator.parameters.elementCount
    }

    /// Trains until both budgets are spent or `report` answers `stop`; the last state is saved.
    ///
    /// - Throws: ``Checkpoints/CheckpointError`` where it cannot save, and what `report` throws.
    public func run(_ report: (StepReport) throws -> Answer) throws {
        while state.phase != .finished {
            let answer: Answer
            switch state.phase {
            case .likelihood: answer = try runPhase(settings.likelihood, report, likelihoodUpdate)
            case .adversarial: answer = try runPhase(settings.adversarial, report, duelUpdate)
            case .finished: return
            }
            if answer == .stop {
                try save()
                return
            }
            try beginNextPhase()
        }
    }

    // MARK: Phases

    private func runPhase(
        _ budget: Budget, _ report: (StepReport) throws -> Answer,
        _ update: (_ share: Double) throws -> StepReport?
    ) throws -> Answer {
        let interval =
            state.phase == .likelihood
            ? settings.likelihoodInterval : settings.adversarialInterval
        var rate = RunningRate()
        while true {
            let share = budget.share(steps: state.phaseStep, seconds: state.phaseSeconds)
            if share >= 1 || hasGivenUp || hasSettled { return .more }
            let began = ContinuousClock.now
            guard var message = try update(share) else {
                state.phaseSeconds += began.duration(to: .now).seconds
                let rollback = try recover(CollapseGuard.Trouble(cause: .notANumber))
                try save()
                var message = self.message(share: share)
                message.rollback = rollback
                message.notice = rollback.words
                if try report(message) == .stop { return .stop }
                continue
            }
            state.step += 1
            state.phaseStep += 1
            state.dataPosition += settings.batch(in: state.phase)
            let seconds = began.duration(to: .now).seconds
            state.phaseSeconds += seconds
            rate.add(
                characters: settings.batch(in: state.phase)
                    * configuration.shape.continuationCharacters,
                seconds: seconds)
            message.step = state.step
            message.charactersPerSecond = rate.charactersPerSecond
            let done = budget.share(steps: state.phaseStep, seconds: state.phaseSeconds)
            message.share = done
            message.secondsLeft = done > 0 ? state.phaseSeconds * (1 - done) / done : nil
            // Told before it is saved: a run killed in between makes the update, and its report, again.
            let isDue = state.phaseStep % interval == 0 || done >= 1
            let measuring = ContinuousClock.now
            checkEquilibrium(&message)
            if isDue { try measure(&message) }
            let answer = try report(message)
            state.phaseSeconds += measuring.duration(to: .now).seconds
            if isDue { try save() }
            if answer == .stop { return .stop }
        }
    }

    /// Whether the duel has no likelihood phase before it.
    var beginsFresh: Bool { settings.likelihood == .none }

    private func beginNextPhase() throws {
        switch state.phase {
        case .likelihood:
            // A phase that was left out, or given up, ends without a measure of its own.
            if measuredStep != state.step {
                var message = self.message(share: 1)
                try measure(&message)
                try save()
            }
            if let best = state.bestStep, best != state.step {
                let checkpoint = try folder.load(step: best)
                try loadWeights(of: checkpoint)
                state.heldOut = checkpoint.state.heldOut
            }
            discriminator.startFromLikelihood(of: generator)
            generatorAdam.reset()
            discriminatorAdam.reset()
            state.generatorUpdates = 0
            // A duel from fresh weights has no likelihood to lose, and no good start to go back to.
            state.likelihoodBits = beginsFresh ? nil : state.bestScore
            if beginsFresh { state.bestStep = nil }
            state.phase = .adversarial
            setUpGeneratorAdam()
            shards = Shards(
                for: state.phase, of: settings, generator: generator,
                discriminator: discriminator, pool: pool)
            try constrainDiscriminator()
            state.phaseStep = 0
            state.phaseSeconds = 0
            state.rollbacks = 0
            state.rateFactor = 1
            state.equilibrium = nil
            state.progress = nil
            // The duel is judged by a score of its own, and must do better than its start.
            state.bestScore = nil
            if let measures = state.heldOut { note(measures) }
            if settings.adversarial == .none { state.phase = .finished }
            try save()
        case .adversarial:
            state.phase = .finished
            if state.bestStep == nil { state.bestStep = state.goodStep }
            try save()
        case .finished:
            break
        }
    }

    /// Gives the generator's optimiser what it has in this phase. A duel's gradients turn about, so that
    /// what came before is soon out of date; and a duel reads too little text to learn it by heart.
    private func setUpGeneratorAdam() {
        let isLikelihood = state.phase == .likelihood
        generatorAdam.settings.beta1 = isLikelihood ? 0.9 : 0.5
        generatorAdam.settings.decay = isLikelihood ? Float(settings.weightDecay) : 0
    }

    // MARK: Updates

    private func likelihoodUpdate(_ share: Double) throws -> StepReport? {
        let step = LikelihoodStep(generator: generator, data: data, shards: shards)
        let outcome = try step.gradients(
            position: state.dataPosition, random.child("likelihood", state.step),
            keep: settings.keep)
        let schedule = Schedules.warmup(
            0.02, Schedules.cosine(from: settings.likelihoodRate, to: settings.likelihoodRate / 20))
        // The warm-up begins at 0, which would waste an update.
        let rate = max(schedule(share), settings.likelihoodRate / 4000) * state.rateFactor
        guard outcome.nats.isFinite else { return nil }
        let update = generatorAdam.update(
            gradients: shards.gradients, rate: rate, clip: settings.clip,
            pool: pool)
        guard update.isFinite else { return nil }
        state.generatorUpdates = generatorAdam.steps
        var message = self.message(share: share)
        message.trainingBits = outcome.nats / Double(max(1, outcome.characters)) / M_LN2
        message.rate = rate
        message.gradientNorm = update.gradientNorm
        return message
    }

    func message(share: Double) -> StepReport {
        StepReport(
            phase: state.phase, step: state.step, share: share, secondsLeft: nil,
            charactersPerSecond: 0, trainingBits: nil, rate: 0, gradientNorm: 0)
    }
}

/// Characters a second over the last updates, older ones counting less.
private struct RunningRate {
    private var characters = 0.0
    private var seconds = 0.0

    mutating func add(characters: Int, seconds: Double) {
        self.characters = self.characters * 0.95 + Double(characters)
        self.seconds = self.seconds * 0.95 + seconds
    }

    var charactersPerSecond: Double { seconds > 0 ? characters / seconds : 0 }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

import Checkpoints
import Models
import Tensors
import Texts
import Training

/// All that a study depends on: the same plan gives the same table, whatever machine time was free.
public struct StudyPlan: Codable, Hashable, Sendable {
    /// The paths of the texts.
    public var texts: [String]
    /// What stands in them (``Texts/Corpus/digest``), in hexadecimal digits; nil before they were read.
    public internal(set) var textDigest: String?
    /// How they are read.
    public var corpus: CorpusOptions
    /// The networks' shape.
    public var configuration: ModelConfiguration
    /// How they are trained. Both budgets are counted in updates: minutes would tell of the machine.
    public var settings: TrainingSettings
    /// The names of the arms.
    public var arms: [String]
    /// How often everything is repeated, with seeds from the settings' on.
    public var seeds: Int
    /// Temperatures of the sweep.
    public var temperatures: [Float] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    /// The temperature at which the control's LM score is the one that all arms are compared at.
    public var referenceTemperature: Float = 0.8
    /// Samples at each temperature.
    public var samples = 512
    /// Continuations that arms with candidates choose among.
    public var candidates = 8
    /// How hard samples follow their topic; 1 is as learned, so that no arm is helped.
    public var guidance: Float = 1
    /// How many characters of the likelihood phase take as long as one of the duel. The default was
    /// measured by `riposte bench --only likelihood-default duel-default` (13,716 and 2,728 characters a
    /// second), both with the duel's batch: with the likelihood phase's own, smaller one the control takes
    /// a little longer than the duel. A constant, since a ratio measured anew would make a table that
    /// cannot be repeated.
    public var costRatio = 5.0
    /// The learning rate at which likelihood goes on, as a share of the one it began with. The phase
    /// ended at a twentieth; what it falls along is again a cosine to a twentieth of its beginning.
    public var continuedRateShare = 0.25

    /// A plan with the defaults above.
    public init(
        texts: [String], corpus: CorpusOptions, configuration: ModelConfiguration,
        settings: TrainingSettings, arms: [StudyArm], seeds: Int
    ) {
        self.texts = texts
        self.corpus = corpus
        self.configuration = configuration
        self.settings = settings
        self.arms = arms.map(\.name)
        self.seeds = seeds
    }

    /// What keeps a study from being made, in words; nil when nothing does.
    public var problem: String? {
        guard case .steps(let start) = settings.likelihood, start > 0,
            case .steps(let duel) = settings.adversarial, duel > 0
        else {
            return "a study counts both phases in updates; give --steps and --adversarial-steps"
        }
        if let unknown = arms.first(where: { StudyArm.named($0) == nil }) {
            return "there is no arm \(unknown)"
        }
        for arm in arms.compactMap(StudyArm.named) {
            if let problem = configuration(of: arm).problem { return "\(arm.name): \(problem)" }
        }
        guard arms.contains(StudyArm.control.name) else {
            return "without \(StudyArm.control.name) there is nothing to compare with"
        }
        guard temperatures.contains(referenceTemperature) else {
            return "the sweep lacks the reference temperature \(referenceTemperature)"
        }
        return seeds > 0 ? nil : "a study has at least one seed"
    }

    /// Updates of the likelihood phase that all arms begin from.
    var startUpdates: Int { StudyPlan.updates(settings.likelihood) }
    /// Exchanges of a duel.
    var duelUpdates: Int { StudyPlan.updates(settings.adversarial) }
    /// Updates of more likelihood that take as long as the duel.
    public var continuedUpdates: Int {
        let passages = Double(duelUpdates) * Double(settings.batch) * costRatio
        let updates = (passages / Double(settings.likelihoodBatch)).rounded()
        return max(1, Int(min(updates, 1e15)))
    }

    /// The generator's rate from scratch: with nothing to forget, it may take larger steps.
    private static let scratchRate = 1e-3

    private static func updates(_ budget: Budget) -> Int {
        guard case .steps(let steps) = budget else { return 0 }
        return steps
    }

    /// The shape of an arm's networks.
    package func configuration(of arm: StudyArm) -> ModelConfiguration {
        var configuration = configuration
        switch arm.recipe {
        case .duel(_, .convolutional):
            configuration.discriminator = .convolutional
            // It predicts nothing that information could be counted in.
            if configuration.contextMatching == .information {
                configuration.contextMatching = .summary
            }
        case .duel(_, .matchingCharacters): configuration.contextMatching = .characters
        case .duel(_, .matchingInformation):
            configuration.discriminator = .recurrent
            configuration.contextMatching = .information
        default: break
        }
        return configuration
    }

    /// How an arm is trained with a seed.
    package func settings(of arm: StudyArm, seed: UInt64) -> TrainingSettings {
        var settings = settings
        settings.seed = seed
        switch arm.recipe {
        case .likelihood: settings.adversarial = .none
        case .likelihoodContinued:
            settings.likelihood = .steps(continuedUpdates)
            settings.adversarial = .none
            settings.likelihoodRate *= continuedRateShare
            settings.likelihoodInterval = max(1, continuedUpdates / 10)
        case .duel(let objective, let variant):
            settings.objective = objective ?? settings.objective
            if settings.objective.needsFullPrecision { settings.precision = .f32 }
            switch variant {
            case .withoutMatching:
                settings.topicWeight = 0
                settings.contextWeight = 0
            case .drawnAtOne: settings.drawingTemperature = 1
            case .forContext:
                settings.drawingTemperature = 1
                settings.realismWeight = 0.3
                settings.generatorDecay = 1
            case .planned, .matchingCharacters, .matchingInformation, .convolutional: break
            }
        case .fromScratch(let objective):
            settings.objective = objective
            settings.likelihood = .none
            settings.likelihoodWeight = 0
            settings.generatorRate = StudyPlan.scratchRate
            settings.generatorDecay = 1
            settings.drawingTemperature = 1
        }
        return settings
    }
}

import Models
import Training

/// One way of going on from the same likelihood-trained weights.
public struct StudyArm: Hashable, Sendable {
    /// How an arm's weights come about.
    public enum Recipe: Hashable, Sendable {
        /// The start itself.
        case likelihood
        /// More likelihood, for as long as the duel takes.
        case likelihoodContinued
        /// A duel with this objective; `nil` is the one of the plan.
        case duel(ObjectiveName?, Variant)
        /// A duel from fresh weights with this objective, and nothing else: no likelihood before it, none
        /// mixed in.
        case fromScratch(ObjectiveName)
    }

    /// What is different about a duel.
    public enum Variant: Hashable, Sendable {
        /// Nothing: it is as the plan has it.
        case planned
        /// Every character is compared with the places of the context that it attends to.
        case matchingCharacters
        /// Heads see what context and topic change in the likelihood of every character.
        case matchingInformation
        /// Realism alone: neither topic nor context are matched.
        case withoutMatching
        /// A convolutional discriminator.
        case convolutional
        /// Samples are drawn at temperature 1, where the generator learned likelihood, and not where it is
        /// used.
        case drawnAtOne
        /// The same, realism weighs less than what ties text to its context, and the generator's rate does
        /// not fall.
        case forContext
    }

    /// Its name on the command line and in tables.
    public let name: String
    /// How its weights come about.
    public let recipe: Recipe
    /// How a duel's discriminator (``judge``) chooses every sample among several; nil where each is written
    /// alone.
    public let choice: CandidateChoice?
    /// The duel that the choosing discriminator comes from.
    private let judging: Recipe

    /// Every arm, in the order of tables.
    public static let all: [StudyArm] =
        [
            StudyArm("likelihood", .likelihood), StudyArm.control,
            StudyArm.duel,
        ]
        + ObjectiveName.allCases.map { StudyArm("duel-\($0.rawValue)", .duel($0, .planned)) } + [
            StudyArm("duel-matching-characters", .duel(nil, .matchingCharacters)),
            StudyArm("duel-matching-information", .duel(nil, .matchingInformation)),
            StudyArm("duel-without-matching", .duel(nil, .withoutMatching)),
            StudyArm("duel-convolutional", .duel(nil, .convolutional)),
            StudyArm("duel-drawn-at-one", .duel(nil, .drawnAtOne)),
            StudyArm("duel-for-context", .duel(nil, .forContext)),
            StudyArm(
                "likelihood-candidates", .likelihoodContinued, .odds, by: .duel(nil, .planned)),
            StudyArm("duel-candidates", .duel(nil, .planned), .odds),
            StudyArm("duel-without-matching-candidates", .duel(nil, .withoutMatching), .odds),
            StudyArm(
                "likelihood-candidates-fitting", .likelihoodContinued, .fitting,
                by: .duel(nil, .planned)),
            StudyArm("duel-candidates-fitting", .duel(nil, .planned), .fitting),
            StudyArm(
                "likelihood-candidates-informed", .likelihoodContinued, .fitting,
                by: .duel(nil, .matchingInformation)),
            StudyArm("duel-candidates-informed", .duel(nil, .matchingInformation), .fitting),
        ]
        + [ObjectiveName.minimax, .nonSaturating].map {
            StudyArm("\($0.rawValue)-from-scratch", .fromScratch($0))
        }

    /// The arms of a study whose duel minimises `objective`: every one, but for that duel a second time.
    public static func all(withDuelOf objective: ObjectiveName) -> [StudyArm] {
        all.filter { $0.recipe != .duel(objective, .planned) }
    }

    /// What every other arm is compared with: likelihood for equal time.
    public static let control = StudyArm("likelihood-continued", .likelihoodContinued)

    /// The duel as the plan has it.
    public static let duel = StudyArm("duel", .duel(nil, .planned))

    /// The arm called `name`.
    public static func named(_ name: String) -> StudyArm? { all.first { $0.name == name } }

    private init(
        _ name: String, _ recipe: Recipe, _ choice: CandidateChoice? = nil,
        by judging: Recipe? = nil
    ) {
        self.name = name
        self.recipe = recipe
        self.choice = choice
        self.judging = judging ?? recipe
    }

    /// Whether it goes on from the weights that all arms of a seed have in common.
    var goesOn: Bool {
        if case .fromScratch = recipe { false } else { true }
    }

    /// The arm whose training gives this one its generator.
    public var trained: StudyArm {
        StudyArm.all.first { $0.recipe == recipe && $0.choice == nil } ?? self
    }

    /// The arm whose discriminator chooses among candidates: a duel's own, and for likelihood, which trains
    /// none, that of a duel from the same start; nil where there is nothing to choose.
    public var judge: StudyArm? {
        choice == nil ? nil : StudyArm.all.first { $0.recipe == judging && $0.choice == nil }
    }
}

/// Where a training run stands: everything beside weights and moments that it needs to go on as if it
/// had never stopped. Random numbers and passages are functions of seed and step, so the step is all
/// that must be kept of them.
public struct TrainingState: Codable, Hashable, Sendable {
    /// The phases of a run.
    public enum Phase: String, Codable, Sendable {
        /// Teacher-forced maximum likelihood.
        case likelihood
        /// The duel.
        case adversarial
        /// Both budgets are spent.
        case finished
    }

    /// The seed that all random numbers of the run come from.
    public var seed: UInt64
    /// Updates so far, both phases; in the duel one of both sides.
    public var step = 0
    /// The phase of the next step.
    public var phase = Phase.likelihood
    /// Updates so far in this phase.
    public var phaseStep = 0
    /// Seconds of training so far in this phase; what a budget in minutes counts.
    public var phaseSeconds = 0.0
    /// Index of the first passage of the next step.
    public var dataPosition = 0
    /// Updates of the two optimisers so far.
    public var generatorUpdates = 0
    /// See ``generatorUpdates``.
    public var discriminatorUpdates = 0
    /// Running mean of the discriminator's accuracy on training pairs, 0.5 before the duel. Nothing reads
    /// it any more; without it the checksum of older checkpoints would not be theirs.
    public var accuracy = 0.5
    /// How far the discriminator is from guessing, a running mean over the last checks; nil before the
    /// duel's first.
    public var equilibrium: Equilibrium?
    /// What the duel has come to; nil before its first measurement.
    public var progress: DuelProgress?
    /// What the learning rates are multiplied with; halved at each roll-back.
    public var rateFactor = 1.0
    /// How often the run went back to an earlier checkpoint.
    public var rollbacks = 0
    /// The checkpoint to use, chosen on held-out text.
    public var bestStep: Int?
    /// The best score of the phase, lower is better: that of ``bestStep``, or as good as that.
    public var bestScore: Double?
    /// The last checkpoint at which nothing was wrong, to roll back to.
    public var goodStep: Int?
    /// Held-out bits per character at the end of the likelihood phase.
    public var likelihoodBits: Double?
    /// The latest measures on held-out text.
    public var heldOut: HeldOutMeasures?

    /// The state before the first step.
    public init(seed: UInt64) { self.seed = seed }
}

/// What is measured on held-out text while a run goes on.
public struct HeldOutMeasures: Codable, Hashable, Sendable {
    /// Characters counted.
    public var characters: Int
    /// Bits per character with the true context and topic.
    public var bitsPerCharacter: Double
    /// The same with another document's context.
    public var bitsPerCharacterOtherContext: Double
    /// The same under another topic; nil without topics.
    public var bitsPerCharacterOtherTopic: Double?
    /// Distinct character 4-grams of samples, as a share of real text's at the same count.
    public var diversity: Double?
    /// Entropy of the generator along its own samples, bits per character: that of a calibrated one
    /// equals ``bitsPerCharacter``; a collapsed one hardly chooses any more.
    public var entropy: Double?
    /// Share of sampled characters inside a run of 24 or more that stands in the training text.
    public var novelty: Double?
    /// ``novelty`` of the held-out text itself: what quotation and coincidence give.
    public var noveltyReal: Double?
    /// In the duel: how far the discriminator is from guessing, a running mean.
    public var equilibrium: Equilibrium?

    /// Measures of `characters` characters; what samples show may be added.
    public init(
        characters: Int, bitsPerCharacter: Double, bitsPerCharacterOtherContext: Double,
        bitsPerCharacterOtherTopic: Double?
    ) {
        self.characters = characters
        self.bitsPerCharacter = bitsPerCharacter
        self.bitsPerCharacterOtherContext = bitsPerCharacterOtherContext
        self.bitsPerCharacterOtherTopic = bitsPerCharacterOtherTopic
    }

    /// Whether every measure is a number.
    public var isFinite: Bool {
        bitsPerCharacter.isFinite && bitsPerCharacterOtherContext.isFinite
            && [bitsPerCharacterOtherTopic, diversity, entropy, novelty, noveltyReal]
                .allSatisfy { $0?.isFinite ?? true }
            && equilibrium?.isFinite ?? true
    }

    /// What the true context saves, in bits per character.
    public var contextGain: Double { bitsPerCharacterOtherContext - bitsPerCharacter }
    /// What the true topic saves, in bits per character.
    public var topicGain: Double? { bitsPerCharacterOtherTopic.map { $0 - bitsPerCharacter } }
}

import Checkpoints

/// What a trainer tells after an update. Whoever wants to know (a progress line, a file, a plot) is
/// handed these; the trainer itself prints nothing.
public struct StepReport: Codable, Sendable {
    /// What both sides of the duel did in one update.
    public struct Duel: Codable, Sendable {
        /// The discriminator's loss, all heads.
        public var discriminatorLoss = 0.0
        /// The generator's adversarial loss, all heads.
        public var generatorLoss = 0.0
        /// Share of pairs in which the real text was found more real than the sampled one.
        public var accuracy = 0.0
        /// Share of real texts whose topic was rightly accepted or rejected; nil where none were
        /// asked about.
        public var topicAccuracy: Double?
        /// The same for contexts; nil where none were asked about.
        public var contextAccuracy: Double?
        /// With a gradient penalty: the mean norm of the critic's gradient by the text, drawn to 1.
        public var slope: Double?
        /// Of the latent code's category: the lower bound of its mutual information with the text, in
        /// bits; nil without codes.
        public var codeInformation: Double?
        /// Of the code's values: the root of the mean squared error in reading them; 0.577 is chance.
        public var codeDeviation: Double?
        /// Temperature of the relaxation.
        public var temperature = 0.0
        /// Whether the realism head learned in this update.
        public var isBalanced = true
        /// Which side is ahead in each head's game, and so waited in this update.
        public var balance = Balance()
    }

    /// A roll-back: something broke, and the run went back to where nothing was wrong.
    public struct Rollback: Codable, Sendable {
        /// What broke.
        public var trouble: CollapseGuard.Trouble
        /// The update after which it was seen.
        public var from: Int
        /// The checkpoint that the run went back to; nil for fresh weights.
        public var to: Int?
        /// What the learning rates are multiplied with from here on.
        public var rateFactor: Double
        /// Whether the phase ends here, after too many of them.
        public var endsPhase: Bool
    }

    /// A continuation that the generator wrote, and the context it was given.
    public struct Sample: Codable, Sendable {
        /// The end of the context.
        public let context: String
        /// What the generator wrote.
        public let text: String
        /// The topic's name.
        public let topic: String?
    }

    /// The phase of the update.
    public var phase: TrainingState.Phase
    /// Updates of the run so far.
    public var step: Int
    /// Share of the phase that is done.
    public var share: Double
    /// Seconds until the phase ends, as far as one can tell.
    public var secondsLeft: Double?
    /// Characters of continuations a second.
    public var charactersPerSecond: Double
    /// Bits per character of the training batch.
    public var trainingBits: Double?
    /// Learning rate of the generator.
    public var rate: Double
    /// Norm of the generator's gradient before clipping.
    public var gradientNorm: Double
    /// In the duel: both sides.
    public var duel: Duel?
    /// After a check: how far the discriminator is from guessing on held-out text, a running mean.
    public var equilibrium: Equilibrium?
    /// After a measurement: held-out text.
    public var heldOut: HeldOutMeasures?
    /// After a measurement: a continuation.
    public var sample: Sample?
    /// Something out of the ordinary, such as a roll-back, in words.
    public var notice: String?
    /// The roll-back, when that is what it was.
    public var rollback: Rollback?
}

extension StepReport.Duel {
    /// Reads what was written; what a run of an older version did not tell has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        self.init()
        try read(.discriminatorLoss, into: &discriminatorLoss)
        try read(.generatorLoss, into: &generatorLoss)
        try read(.accuracy, into: &accuracy)
        try read(.topicAccuracy, into: &topicAccuracy)
        try read(.contextAccuracy, into: &contextAccuracy)
        try read(.slope, into: &slope)
        try read(.codeInformation, into: &codeInformation)
        try read(.codeDeviation, into: &codeDeviation)
        try read(.temperature, into: &temperature)
        try read(.isBalanced, into: &isBalanced)
        try read(.balance, into: &balance)
    }
}

extension StepReport.Rollback {
    /// The story in a sentence.
    public var words: String {
        let place = to.map { "step \($0)" } ?? "the start"
        return "\(trouble.words): went back to \(place), learning rates halved"
            + (endsPhase ? "; the phase ends here" : "")
    }
}

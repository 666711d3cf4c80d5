import Checkpoints
import Models
import Networks
import Tensors
import Texts

/// How long a phase runs.
public enum Budget: Hashable, Sendable {
    /// Not at all.
    case none
    /// This many updates. Such a run can be repeated to the bit.
    case steps(Int)
    /// This many minutes of training.
    case minutes(Double)

    /// The share of the budget that is spent, 0 to 1.
    func share(steps: Int, seconds: Double) -> Double {
        switch self {
        case .none: 1
        case .steps(let budget): budget > 0 ? min(1, Double(steps) / Double(budget)) : 1
        case .minutes(let budget): budget > 0 ? min(1, seconds / (60 * budget)) : 1
        }
    }
}

extension Budget: Codable {
    private enum Key: String, CodingKey { case steps, minutes }

    /// Reads `{}`, `{"steps": n}` or `{"minutes": x}`; nothing or less is ``none``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let steps = try container.decodeIfPresent(Int.self, forKey: .steps) {
            self = steps > 0 ? .steps(steps) : .none
        } else if let minutes = try container.decodeIfPresent(Double.self, forKey: .minutes) {
            self = minutes > 0 ? .minutes(minutes) : .none
        } else {
            self = .none
        }
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .none: break
        case .steps(let steps): try container.encode(steps, forKey: .steps)
        case .minutes(let minutes): try container.encode(minutes, forKey: .minutes)
        }
    }
}

/// How a run is trained: everything but the networks' shape.
public struct TrainingSettings: Codable, Hashable, Sendable {
    /// Length of the likelihood phase.
    public var likelihood = Budget.minutes(5)
    /// Length of the adversarial phase.
    public var adversarial = Budget.minutes(5)
    /// Passages of one update of the likelihood phase. Few, for what counts at first is how many updates
    /// there are.
    public var likelihoodBatch = 16
    /// Passages of one shard of such a batch.
    public var likelihoodShard = 8
    /// Passages of one exchange of the duel.
    public var batch = 64
    /// Passages of one shard: a batch is cut into shards whatever the number of workers.
    public var shard = 16
    /// The seed of everything random.
    public var seed: UInt64 = 1
    /// What products read.
    public var precision = Precision.fastest

    /// Learning rate of the likelihood phase at its start; it falls along a cosine to a twentieth.
    public var likelihoodRate = 4e-3
    /// Learning rate of the generator at the start of the duel.
    public var generatorRate = 1e-4
    /// What share of it is left at the end of the duel; it falls in equal ratios.
    public var generatorDecay = 0.1
    /// Learning rate of the discriminator's body.
    public var discriminatorRate = 1e-3
    /// How many times as fast its heads learn after a likelihood phase. They begin fresh, and what they are
    /// asked is the mean over a text: for a verdict on the whole, each character's must be as many times
    /// as large as there are characters, which is far to go in steps of the body's rate.
    public var headFactor = 10.0
    /// Norm to which gradients are clipped.
    public var clip = 1.0
    /// Share of inputs and states that the generator's dropout keeps in the likelihood phase.
    public var keep: Float = 0.85
    /// Weight decay of the likelihood phase (Loshchilov and Hutter 2019): every update shrinks each of
    /// the generator's parameters by this times the learning rate. Where a text is read many times
    /// over, less of it is learned by heart.
    public var weightDecay = 0.0
    /// Share of inputs that the discriminator's dropout keeps.
    public var discriminatorKeep: Float = 0.8
    /// Share of passages that are shown without a topic, so that "no topic" is understood.
    public var topicDropout = 0.1
    /// Share of passages that are shown with a short context, 0 to ``shortContextUnits`` units: so the
    /// topic is learned for its own sake, and the first lines of a conversation are nothing new.
    public var contextDropout = 0.4
    /// The most units of such a context.
    public var shortContextUnits = 2

    /// What the duel minimises.
    public var objective = ObjectiveName.relativistic
    /// Temperature at which the duel's samples are drawn: logits are divided by it. The default is that of
    /// use (``Models/Sampling``), so that the discriminator sees what readers see.
    public var drawingTemperature = Sampling().temperature
    /// How the discriminator sees samples.
    public var relaxation = Relaxation.straightThrough
    /// Temperature of the relaxation at the start of the duel.
    public var firstTemperature = 1.0
    /// And at its end.
    public var lastTemperature = 0.5
    /// Weight of the realism head's loss, in both networks.
    public var realismWeight = 1.0
    /// Weight of the topic head's verdict in the generator's loss.
    public var topicWeight = 0.5
    /// Weight of the context head's verdict in the generator's loss. With both weights 0 the duel is
    /// about realism alone, and the topic and context heads do not learn either.
    public var contextWeight = 0.5
    /// Weight of the code reader's loss, in both networks (λ of InfoGAN).
    public var codeWeight = 5.0
    /// Weight of the likelihood steps that are mixed into the duel.
    public var likelihoodWeight = 1.0
    /// The discriminator's realism head learns only while it is right in fewer held-out pairs than this.
    public var balance = 0.78
    /// A topic or context head learns only while it is right about less held-out text than this.
    public var matchingBalance = 0.95
    /// The generator listens only to heads that are right more often than this: one that guesses has
    /// nothing to teach.
    public var guessing = 0.52
    /// And to a topic or context head only until samples fit more surely than real text, by this much
    /// probability: beyond that it would learn to please the head.
    public var matchingLead = 0.5
    /// Updates between two checks of the equilibrium in the duel.
    public var equilibriumInterval = 10
    /// The duel ends when nothing has improved in this many measurements; 0 for never
    /// (``Checkpoints/DuelProgress``).
    public var patience = 10
    /// With `wasserstein`: how far the critic's weights may go from where the duel began.
    public var weightClip = 0.01
    /// With `wasserstein-gp`: weight of the penalty beside the critic's loss (λ).
    public var penaltyWeight = 10.0
    /// With `wasserstein-gp`: ε, half the distance of the two points whose gradients are subtracted; two
    /// texts that differ in one symbol are √2 apart.
    public var penaltyStep = 0.02
    /// By what share held-out bits per character may have risen in a checkpoint of the duel that is chosen.
    public var likelihoodPrice = 0.02
    /// Updates of the discriminator before the generator's first in the duel.
    public var discriminatorLead = 30

    /// Updates between two measurements on held-out text, each with a checkpoint, in the likelihood
    /// phase.
    public var likelihoodInterval = 1000
    /// And in the adversarial phase.
    public var adversarialInterval = 50
    /// The most held-out passages that are measured.
    public var heldOutPassages = 384

    /// The defaults above.
    public init() {}

    /// Passages of one update in `phase`.
    func batch(in phase: TrainingState.Phase) -> Int {
        phase == .likelihood ? likelihoodBatch : batch
    }

    /// How many times as fast as the body the heads learn in this run: from scratch the body begins as fresh
    /// as they do, and all learn at one rate.
    var headFactorOfRun: Double { likelihood == .none ? 1 : headFactor }

    /// Whether nobody asks for the verdicts of the topic and context heads.
    var isAboutRealismAlone: Bool { topicWeight == 0 && contextWeight == 0 }
}

extension TrainingSettings {
    /// Reads settings; those that a run of an older version did not know keep their defaults.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        self.init()
        try read(.likelihood, into: &likelihood)
        try read(.adversarial, into: &adversarial)
        try read(.batch, into: &batch)
        try read(.shard, into: &shard)
        // Once there was one size for both phases.
        likelihoodBatch = batch
        likelihoodShard = shard
        try read(.likelihoodBatch, into: &likelihoodBatch)
        try read(.likelihoodShard, into: &likelihoodShard)
        try read(.seed, into: &seed)
        try read(.precision, into: &precision)
        try read(.likelihoodRate, into: &likelihoodRate)
        try read(.generatorRate, into: &generatorRate)
        try read(.generatorDecay, into: &generatorDecay)
        try read(.discriminatorRate, into: &discriminatorRate)
        try read(.headFactor, into: &headFactor)
        try read(.clip, into: &clip)
        try read(.keep, into: &keep)
        try read(.weightDecay, into: &weightDecay)
        try read(.discriminatorKeep, into: &discriminatorKeep)
        try read(.topicDropout, into: &topicDropout)
        try read(.contextDropout, into: &contextDropout)
        try read(.shortContextUnits, into: &shortContextUnits)
        try read(.objective, into: &objective)
        // Once all were drawn at 1.
        drawingTemperature = 1
        try read(.drawingTemperature, into: &drawingTemperature)
        try read(.relaxation, into: &relaxation)
        try read(.firstTemperature, into: &firstTemperature)
        try read(.lastTemperature, into: &lastTemperature)
        try read(.realismWeight, into: &realismWeight)
        try read(.topicWeight, into: &topicWeight)
        try read(.contextWeight, into: &contextWeight)
        try read(.codeWeight, into: &codeWeight)
        try read(.likelihoodWeight, into: &likelihoodWeight)
        try read(.balance, into: &balance)
        try read(.matchingBalance, into: &matchingBalance)
        try read(.guessing, into: &guessing)
        try read(.matchingLead, into: &matchingLead)
        try read(.equilibriumInterval, into: &equilibriumInterval)
        try read(.patience, into: &patience)
        try read(.weightClip, into: &weightClip)
        try read(.penaltyWeight, into: &penaltyWeight)
        try read(.penaltyStep, into: &penaltyStep)
        try read(.likelihoodPrice, into: &likelihoodPrice)
        try read(.discriminatorLead, into: &discriminatorLead)
        try read(.likelihoodInterval, into: &likelihoodInterval)
        try read(.adversarialInterval, into: &adversarialInterval)
        try read(.heldOutPassages, into: &heldOutPassages)
    }
}
